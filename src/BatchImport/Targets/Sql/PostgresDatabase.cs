using Azure.Core;
using BatchImport.Definitions;
using Npgsql;
using NpgsqlTypes;

namespace BatchImport.Targets.Sql;

/// <summary>A database of PostgreSQL.</summary>
internal sealed class PostgresDatabase : SqlDatabase
{
    // https://learn.microsoft.com/azure/postgresql/security/security-entra-configure: tokens for Azure Database for PostgreSQL.
    private const string TokenScope = "https://ossrdbms-aad.database.windows.net/.default";

    // Tokens are valid for an hour or more; the provider is asked again well before.
    private static readonly TimeSpan TokenInterval = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan TokenRetryInterval = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="credential">The identity, for a server of Azure when the connection string has no password.</param>
    /// <exception cref="ArgumentException">The connection string is invalid.</exception>
    public PostgresDatabase(string connectionString, Func<TokenCredential> credential)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new ArgumentException("The connection string has no Host.", nameof(connectionString));
        }

        // The reason of a refused row names its value. Exception messages are not logged.
        settings.IncludeErrorDetail = true;
        settings.ApplicationName ??= "BatchImport";

        // Dates without an offset are in UTC, whatever the server is set to.
        settings.Timezone ??= "UTC";

        // The target's own time-out ends an attempt.
        settings.CommandTimeout = 0;
        if (string.IsNullOrEmpty(settings.Password) && settings.Host.Contains(".postgres.database.", StringComparison.OrdinalIgnoreCase))
        {
            var identity = credential();
            builder.UsePeriodicPasswordProvider(
                async (_, token) => (await identity.GetTokenAsync(new TokenRequestContext([TokenScope]), token)).Token, TokenInterval, TokenRetryInterval);
        }

        _source = builder.Build();
    }

    public override string LedgerScript => PostgresStatements.Ledger;

    public override string StatementOf(SqlPlan plan) => PostgresStatements.Write(plan);

    public override SqlFault? Find(Exception exception) => PostgresFaults.Find(exception);

    public override async Task<SqlTable?> DescribeAsync(SqlTargetDefinition sql, CancellationToken cancellationToken)
    {
        var table = PostgresStatements.TableOf(sql);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        var columns = await ReadAsync(connection, PostgresStatements.Columns, table, PostgresColumns.Read, cancellationToken);
        if (columns.Count == 0)
        {
            return null;
        }

        var keys = await ReadAsync(connection, PostgresStatements.UniqueKeys, table, static reader => (IReadOnlyList<string>)reader.GetFieldValue<string[]>(0), cancellationToken);
        var triggers = await ReadAsync(connection, PostgresStatements.HasInsertTrigger, table, static reader => reader.GetBoolean(0), cancellationToken);
        return new SqlTable(columns, keys) { HasInsertTrigger = triggers[0] };
    }

    public override async Task<IReadOnlyList<string>> ListTablesAsync(SqlTargetDefinition sql, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, PostgresStatements.Tables, sql.Schema, static reader => reader.GetString(0), cancellationToken);
    }

    public override async Task<IReadOnlyList<string>> ReadValuesAsync(SqlTargetDefinition sql, string column, int most, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(PostgresStatements.Values(sql, column));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    public override async Task<bool> HasLedgerAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(PostgresStatements.HasLedger);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public override async Task CreateLedgerAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(PostgresStatements.Ledger);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(PostgresStatements.Forget);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<IReadOnlyDictionary<int, string?>> WriteAsync(
        SqlPlan plan, string statement, string origin, IReadOnlyList<SqlRow> rows, CancellationToken cancellationToken)
    {
        // Statements of one batch are one transaction.
        await using var batch = _source.CreateBatch();
        IEnumerable<IReadOnlyList<SqlRow>> parts = plan.IsRowByRow ? rows.Chunk(1) : [rows];
        foreach (var part in parts)
        {
            batch.BatchCommands.Add(Command(plan, statement, origin, part));
        }

        var written = new Dictionary<int, string?>(rows.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                written[reader.GetInt32(0)] = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1);
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return written;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlBatchCommand Command(SqlPlan plan, string statement, string origin, IReadOnlyList<SqlRow> rows)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. rows.Select(static row => row.Number)] });
        for (var field = 0; field < plan.Fields.Count; field++)
        {
            command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. rows.Select(row => row.Values[field])], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }

        return command;
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string statement, string? parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)parameter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(reader));
        }

        return items;
    }
}
