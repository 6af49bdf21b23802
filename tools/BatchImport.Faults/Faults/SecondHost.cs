using BatchImport.Faults.Imports;
using BatchImport.Testing;

namespace BatchImport.Faults.Faults;

/// <summary>
/// A host with another state folder is started on the same Azurite: it is refused while the first one runs, and imports nothing twice when it
/// replaces the first one, which was killed.
/// </summary>
internal sealed class SecondHost : IFault
{
    public string Name => "second-host";

    public string Description => "a second host with another state folder on the same storage account, while the first one imports and after it was killed";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await using var second = new HostProcess { Program = FaultFixture.Program, StorageOf = fixture.Host };
        foreach (var (name, value) in fixture.Host.Environment)
        {
            second.Environment[name] = value;
        }

        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        var (exitCode, output) = await second.RunAsync(["serve"], cancellationToken: cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);
        fixture.Host.Kill();
        try
        {
            await second.StartAsync(cancellationToken);
            var next = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
            await fixture.UntilAsync(() => Task.FromResult(fixture.Imports.Mails(next) > 0), "the second host imports a new file", cancellationToken);
        }
        finally
        {
            second.Kill();
            await fixture.ReturnAsync(cancellationToken);
        }

        var isRefused = exitCode == 1 && string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Contains("uses the storage account", StringComparison.Ordinal);
        return outcome with
        {
            MailsDoubled = fixture.Imports.Mails(import) - 1,
            Problem = !isRefused ? $"the second host was not refused: it ended with {exitCode}; {outcome.Problem}"
                : fixture.Imports.Mails(import) > 1 ? $"the second host imported the file again; {outcome.Problem}" : outcome.Problem,
        };
    }
}
