using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The host or the database is killed at a random moment of an import into a table of PostgreSQL. Each valid row must be in the table once.</summary>
/// <param name="name">The name of the fault.</param>
/// <param name="host">True to kill the host, false to kill the database.</param>
internal sealed class DatabaseKill(string name, bool host) : IFault
{
    private IReadOnlyDictionary<string, string>? _settings;

    public string Name => name;

    public string Description => host
        ? "SIGKILL of the host at a random moment of an import into PostgreSQL; the table has each row once"
        : "SIGKILL of PostgreSQL at a random moment of an import into it; the table has each row once";

    public IReadOnlyDictionary<string, string> HostSettings => _settings ?? FaultFixture.UsualSettings;

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var database = await fixture.UseDatabaseAsync(cancellationToken);
        _settings = database.HostSettings;
        await database.ClearAsync();
        FaultFile? file = null;
        var interruption = new Interruption(fixture, attempt) { Definition = FaultDatabase.DefinitionName };
        var outcome = await interruption.RunAsync(KillAsync, cancellationToken);
        var inTable = await database.CompareAsync(file!);
        return outcome with { Problem = inTable is null ? outcome.Problem : outcome.Problem is null ? inTable : $"{outcome.Problem}; {inTable}" };

        async Task<ImportMark?> KillAsync(DroppedImport import)
        {
            file = import.File;
            if (host)
            {
                return await interruption.KillHostAsync(import, cancellationToken);
            }

            await database.Server.KillAsync();
            await database.Server.RestartAsync();
            return await fixture.Probe.LookAsync(import.Id);
        }
    }
}
