using BatchImport.Faults.Imports;
using BatchImport.Testing;

namespace BatchImport.Faults.Faults;

/// <summary>The disk of the state folder is temporarily full. Services that answer afterwards without working are restarted by the host.</summary>
internal sealed class DiskFull : IFault
{
    private const int Megabytes = 512;

    public string Name => "disk-full";

    public string Description => "no space on the state folder's disk at a random moment, for 30 s unless another time is given";

    public bool IsPossible
    {
        get
        {
            using var disk = SmallDisk.TryMount(megabytes: 1);
            return disk is not null;
        }
    }

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        using var disk = SmallDisk.TryMount(Megabytes) ?? throw new InvalidOperationException("The disk cannot be mounted.");
        await using var small = await FaultFixture.StartAsync(cancellationToken, Path.Combine(disk.Path, "state"));
        await small.UseAsync(FaultFixture.UsualSettings, cancellationToken);
        await small.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await small.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await small.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await small.Probe.LookAsync(import.Id);
        disk.Fill();
        try
        {
            await Task.Delay(attempt.Pause, cancellationToken);
        }
        finally
        {
            disk.Empty();
        }

        var recovery = await small.RecoverAsync(import, before, await small.Probe.LookAsync(import.Id), cancellationToken);
        return await small.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
