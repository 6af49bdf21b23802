using BatchImport.Faults.Imports;
using BatchImport.LocalHost.Services;

namespace BatchImport.Faults.Faults;

/// <summary>The task hub's file is damaged while the host is stopped. The host refuses it by name and renames it; the next start has an empty hub.</summary>
internal sealed class CorruptHub : IFault
{
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromMinutes(1);

    public string Name => "corrupt-hub";

    public string Description => "the file of the task hub overwritten with noise; refused by name, set aside, and the next start continues with an empty one";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        fixture.Host.Kill();
        var folder = new StateFolder(fixture.Host.StateFolder).Hub;
        var file = Directory.EnumerateFiles(folder, "*.db").Single();
        var noise = new byte[new FileInfo(file).Length];
        attempt.Random.NextBytes(noise);
        File.Delete(file + "-wal");
        await File.WriteAllBytesAsync(file, noise, cancellationToken);

        var problem = await RefusalAsync(fixture, cancellationToken);
        if (Directory.GetFiles(folder, "*.db.corrupt-*").All(aside => !File.ReadAllBytes(aside).AsSpan().SequenceEqual(noise)))
        {
            problem = "the damaged file was not preserved; " + problem;
        }

        await fixture.ReturnAsync(cancellationToken);
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);
        return problem is null ? outcome : outcome with { Problem = $"{problem}; {outcome.Problem}" };
    }

    private static async Task<string?> RefusalAsync(FaultFixture fixture, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RefusalPatience);
        var (exitCode, output) = await fixture.Host.RunAsync(["serve"], cancellationToken: patience.Token);

        // The console wraps lines at its width.
        return exitCode == 1 && string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Contains("is damaged", StringComparison.Ordinal) ? null : $"the start ended with {exitCode} and the output: {output}";
    }
}
