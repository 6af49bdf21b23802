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
        await using var small = await FaultFixture.StartAsync(Path.Combine(disk.Path, "state"), cancellationToken);
        await small.UseAsync(FaultFixture.UsualSettings, cancellationToken);
        return await new Interruption(small, attempt).RunAsync(FillAsync, cancellationToken);

        async Task<ImportMark?> FillAsync(DroppedImport import)
        {
            disk.Fill();
            try
            {
                await Task.Delay(attempt.Pause, cancellationToken);
            }
            finally
            {
                disk.Empty();
            }

            return await small.Probe.LookAsync(import.Id);
        }
    }
}
