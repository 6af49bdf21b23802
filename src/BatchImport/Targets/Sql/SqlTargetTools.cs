using Azure.Core;
using Azure.Identity;
using BatchImport.Common;
using BatchImport.Definitions;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Targets.Sql;

/// <summary>What operators do with the databases of targets of the type <c>sql</c>: compare a definition with its table, and create the ledger.</summary>
public sealed class SqlTargetTools : IAsyncDisposable
{
    private readonly SqlConnections _connections;

    /// <summary>Creates it.</summary>
    /// <param name="configuration">The settings, with the connections in the section <c>Targets:Sql</c>.</param>
    public SqlTargetTools(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _connections = new SqlConnections(configuration, static () => new DefaultAzureCredential());
    }

    /// <summary>True when the settings have the connection of a definition's target.</summary>
    public bool HasConnection(SqlTargetDefinition sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return _connections.Names.Contains(sql.Connection, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Compares a definition with the table that its target writes to.</summary>
    /// <param name="definition">A definition with a target of the type sql.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What does not fit; empty when everything does.</returns>
    /// <exception cref="RejectedException">The connection is unknown or its setting is invalid.</exception>
    /// <exception cref="TargetUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(ImportDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var sql = definition.Target.Sql ?? throw new ArgumentException("The target of the definition is not of the type sql.", nameof(definition));
        var database = _connections.Open(sql);
        return await GuardAsync(sql.Connection, database, async () => (await SqlTargetCheck.RunAsync(sql, SqlSource.From(definition, sql), database, cancellationToken)).Problems);
    }

    /// <summary>The script that creates the ledger in the database of a connection. It can be run again.</summary>
    /// <exception cref="RejectedException">The connection is unknown or its setting is invalid.</exception>
    public string ScriptOf(string connection) => _connections.Open(connection).LedgerScript;

    /// <summary>Creates the ledger in the database of a connection, where it is missing.</summary>
    /// <returns>True when it was missing.</returns>
    /// <exception cref="RejectedException">The connection is unknown or its setting is invalid.</exception>
    /// <exception cref="TargetUnavailableException">The database does not answer, or the user of the connection may not create tables.</exception>
    public Task<bool> CreateLedgerAsync(string connection, CancellationToken cancellationToken)
    {
        var database = _connections.Open(connection);
        return GuardAsync(connection, database, async () =>
        {
            var isThere = await database.HasLedgerAsync(cancellationToken);
            await database.CreateLedgerAsync(cancellationToken);
            return !isThere;
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static async Task<T> GuardAsync<T>(string connection, SqlDatabase database, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception ex) when (database.Find(ex) is { } fault)
        {
            throw new TargetUnavailableException($"The database {connection} cannot be used: {fault.Message} ({fault.Detail}).", ex) { Service = $"target {connection}", Detail = fault.Detail };
        }
    }
}
