using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Targets;
using BatchImport.Targets.Sql;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Prepares and checks the databases that rows are written to.</summary>
/// <param name="tools">The connections.</param>
/// <param name="console">For results.</param>
/// <param name="problems">For problems.</param>
internal sealed class TargetsRun(SqlTargetTools tools, IAnsiConsole console, IAnsiConsole problems)
{
    /// <summary>Creates the ledger of a connection, or prints the script that does.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> InitAsync(string connection, bool isPrinted, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (isPrinted)
        {
            console.WriteLineAsIs(tools.ScriptOf(connection).TrimEnd());
            return ExitCodes.Completed;
        }

        var isNew = await tools.CreateLedgerAsync(connection, cancellationToken);
        console.WriteText(isNew ? $"The database {connection} is ready for imports." : $"The database {connection} was ready for imports before.");
        return ExitCodes.Completed;
    });

    /// <summary>Compares a definition with the table that its target writes to.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> CheckAsync(ImportDefinition definition, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var sql = definition.Target.Sql!;
        if (!tools.HasConnection(sql))
        {
            console.WriteText($"The table {TerminalText.Escape(sql.QualifiedTable)} was not compared: the setting Targets:Sql:{sql.Connection} is not set.");
            return ExitCodes.Completed;
        }

        var found = await tools.CheckAsync(definition, cancellationToken);
        foreach (var problem in found)
        {
            problems.WriteProblem(TerminalText.Escape($"The definition {definition.Name} does not fit {sql.QualifiedTable}: {problem}."));
        }

        if (found.Count == 0)
        {
            console.WriteText($"The table {TerminalText.Escape(sql.QualifiedTable)} of the connection {sql.Connection} fits.");
        }

        return found.Count == 0 ? ExitCodes.Completed : ExitCodes.Failed;
    });

    private async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception ex) when (ex is RejectedException or TargetUnavailableException)
        {
            problems.WriteProblem(TerminalText.Escape(ex.Message));
            return ExitCodes.Failed;
        }
    }
}
