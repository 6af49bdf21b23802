using System.Buffers;
using System.Data;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using Azure.Core;
using BatchImport.Definitions;
using Microsoft.Data.SqlClient;

namespace BatchImport.Targets.Sql;

/// <summary>A database of SQL Server or Azure SQL Database.</summary>
internal sealed class SqlServerDatabase : SqlDatabase
{
    // https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-overview: tokens for Azure SQL Database.
    private const string TokenScope = "https://database.windows.net/.default";

    private readonly string _connectionString;
    private readonly Func<SqlAuthenticationParameters, CancellationToken, Task<SqlAuthenticationToken>>? _token;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="credential">The identity, when the connection string has neither a user nor a kind of authentication.</param>
    /// <exception cref="ArgumentException">The connection string is invalid.</exception>
    public SqlServerDatabase(string connectionString, Func<TokenCredential> credential)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Application Name"))
        {
            builder.ApplicationName = "BatchImport";
        }

        _connectionString = builder.ConnectionString;
        if (builder.UserID.Length == 0 && !builder.IntegratedSecurity && builder.Authentication == SqlAuthenticationMethod.NotSpecified)
        {
            var identity = credential();
            _token = async (_, cancellationToken) =>
            {
                var token = await identity.GetTokenAsync(new TokenRequestContext([TokenScope]), cancellationToken);
                return new SqlAuthenticationToken(token.Token, token.ExpiresOn);
            };
        }
    }

    public override string LedgerScript => SqlServerStatements.Ledger;

    public override string StatementOf(SqlPlan plan) => SqlServerStatements.Write(plan);

    public override SqlFault? Find(Exception exception) => SqlServerFaults.Find(exception);

    public override async Task<SqlTable?> DescribeAsync(SqlTargetDefinition sql, CancellationToken cancellationToken)
    {
        var table = SqlServerStatements.TableOf(sql);
        var columns = await ReadAsync(SqlServerStatements.Columns, table, SqlServerColumns.Read, cancellationToken);
        if (columns.Count == 0)
        {
            return null;
        }

        var keys = await ReadAsync(SqlServerStatements.UniqueKeys, table, static reader => (Index: reader.GetInt32(0), Column: reader.GetString(1)), cancellationToken);
        var triggers = await ReadAsync(SqlServerStatements.HasInsertTrigger, table, static reader => reader.GetInt32(0), cancellationToken);
        return new SqlTable(columns, [.. keys.GroupBy(static key => key.Index, static key => key.Column).Select(static IReadOnlyList<string> (key) => [.. key])]) { HasInsertTrigger = triggers[0] > 0 };
    }

    public override async Task<IReadOnlyList<string>> ListTablesAsync(SqlTargetDefinition sql, CancellationToken cancellationToken) =>
        await ReadAsync(SqlServerStatements.Tables, sql.Schema, static reader => reader.GetString(0), cancellationToken);

    public override async Task<IReadOnlyList<string>> ReadValuesAsync(SqlTargetDefinition sql, string column, int most, CancellationToken cancellationToken) =>
        await ReadAsync(SqlServerStatements.Values(sql, column, most), null, static reader => reader.GetString(0), cancellationToken);

    public override async Task<bool> HasLedgerAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(SqlServerStatements.HasLedger, null, static reader => reader.GetInt32(0), cancellationToken))[0] == 1;

    public override Task CreateLedgerAsync(CancellationToken cancellationToken) => ExecuteAsync(SqlServerStatements.Ledger, null, cancellationToken);

    public override Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ExecuteAsync(SqlServerStatements.Forget, new SqlParameter("@before", SqlDbType.DateTime2) { Value = before.UtcDateTime }, cancellationToken);

    public override async Task<IReadOnlyDictionary<int, string?>> WriteAsync(
        SqlPlan plan, string statement, string origin, IReadOnlyList<SqlRow> rows, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(connection, statement);
        command.Parameters.Add(new SqlParameter("@import", SqlDbType.VarChar, 64) { Value = origin });
        command.Parameters.Add(new SqlParameter("@rows", SqlDbType.NVarChar, -1) { Value = JsonOf(rows) });
        var written = new Dictionary<int, string?>(rows.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            written[reader.GetInt32(0)] = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1);
        }

        // Errors after the first result arrive here.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return written;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Rows as the statement reads them: an array per row with its number first.</summary>
    internal static string JsonOf(IReadOnlyList<SqlRow> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                json.WriteNumberValue(row.Number);
                foreach (var value in row.Values)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The target's own time-out ends an attempt.
    private static SqlCommand Command(SqlConnection connection, string statement) => new(statement, connection) { CommandTimeout = 0 };

    private async Task<SqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            if (_token is not null)
            {
                connection.AccessTokenCallback = _token;
            }

            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<int> ExecuteAsync(string statement, SqlParameter? parameter, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(connection, statement);
        if (parameter is not null)
        {
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<T>> ReadAsync<T>(string statement, string? name, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(connection, statement);
        command.Parameters.Add(new SqlParameter("@name", SqlDbType.NVarChar, 517) { Value = (object?)name ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(reader));
        }

        return items;
    }
}
