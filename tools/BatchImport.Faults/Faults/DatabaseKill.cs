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
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken, definition: FaultDatabase.DefinitionName);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        ImportMark? before;
        if (host)
        {
            fixture.Host.Kill();
            before = await fixture.Probe.LookAsync(import.Id);
            await fixture.ReturnAsync(cancellationToken);
        }
        else
        {
            before = await fixture.Probe.LookAsync(import.Id);
            await database.Server.KillAsync();
            await database.Server.RestartAsync();
        }

        var recovery = await fixture.RecoverAsync(import, before, host ? before : await fixture.Probe.LookAsync(import.Id), cancellationToken);
        var outcome = await fixture.CompleteAsync(import, cancellationToken);
        var inTable = await database.CompareAsync(import.File);
        return outcome with
        {
            Recovery = recovery,
            During = before?.State ?? "not seen yet",
            Problem = inTable is null ? outcome.Problem : outcome.Problem is null ? inTable : $"{outcome.Problem}; {inTable}",
        };
    }
}
