using System.Net.Sockets;
using System.Text.RegularExpressions;
using BatchImport.Spreadsheets;
using Npgsql;

namespace BatchImport.Targets.Sql;

/// <summary>Failures of PostgreSQL, in words. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static partial class PostgresFaults
{
    private const int MaxMessage = 300;

    /// <summary>What an exception is about; null when it does not come from the database.</summary>
    public static SqlFault? Find(Exception exception) => exception switch
    {
        PostgresException error => Find(error),
        NpgsqlException { InnerException: TimeoutException } => Outage("no answer"),
        NpgsqlException { InnerException: SocketException socket } => Outage(socket.SocketErrorCode.ToString()),
        NpgsqlException => Outage("connection lost"),
        SocketException socket => Outage(socket.SocketErrorCode.ToString()),
        IOException or TimeoutException => Outage("connection lost"),
        _ => null,
    };

    private static SqlFault Find(PostgresException error)
    {
        var state = error.SqlState;
        var isLedger = string.Equals(error.TableName, SqlDatabase.Ledger, StringComparison.Ordinal);
        return state switch
        {
            // Another delivery of the same rows was faster; the next attempt finds them in the ledger.
            PostgresErrorCodes.UniqueViolation when isLedger => Busy(state, "the row is being written by another delivery"),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => Busy(state, "the database is busy"),
            _ => state[..2] switch
            {
                "40" => Busy(state, "the database is busy"),
                "08" or "53" or "57" or "58" or "F0" or "25" => Outage(state),
                "28" or "3D" or "3F" or "42" or "0A" or "26" => new SqlFault(SqlFaultKind.Setup, "the database does not accept the statement", $"{Words(state)} ({state})"),
                "XX" => Busy(state, "the database failed internally"),
                _ => Row(error, state),
            },
        };
    }

    private static SqlFault Row(PostgresException error, string state)
    {
        var (columns, value) = Key(error.Detail);
        var constraint = error.ConstraintName is { Length: > 0 } name ? $" ({name})" : "";
        var message = state switch
        {
            PostgresErrorCodes.UniqueViolation => $"another row of the table has the same value{Of(columns)}{Shown(value)}{constraint}",
            PostgresErrorCodes.ForeignKeyViolation => $"the table that the value{Of(columns)} refers to does not have it{Shown(value)}{constraint}",
            PostgresErrorCodes.NotNullViolation => $"the column {error.ColumnName} of the table must have a value",
            PostgresErrorCodes.CheckViolation => $"the table does not allow the row: its rule {error.ConstraintName} is not met",
            PostgresErrorCodes.ExclusionViolation => $"another row of the table excludes this one{constraint}",
            _ => $"the database refuses the row: {Line(error.MessageText)}",
        };
        return new SqlFault(SqlFaultKind.Row, message, state) { Columns = error.ColumnName is { Length: > 0 } column ? [column] : columns };
    }

    private static string Of(IReadOnlyList<string> columns) => columns.Count == 0 ? "" : $" of {string.Join(", ", columns)}";

    private static string Shown(string? value) => value is null ? "" : $": {CellText.Quote(value)}";

    /// <summary>The columns and the value that the detail of a violation names, in any language of the server: <c>Key (a, b)=(1, 2) already exists.</c></summary>
    private static (IReadOnlyList<string> Columns, string? Value) Key(string? detail) =>
        KeyPattern().Match(detail ?? "") is { Success: true } match
            ? ([.. match.Groups["columns"].Value.Split(", ").Select(static column => column.Trim('"'))], match.Groups["value"].Value)
            : ([], null);

    private static SqlFault Busy(string state, string message) => new(SqlFaultKind.Busy, message, state);

    private static SqlFault Outage(string detail) => new(SqlFaultKind.Outage, "the database does not answer", detail);

    private static string Words(string state) => state switch
    {
        PostgresErrorCodes.UndefinedTable => "a table is missing",
        PostgresErrorCodes.UndefinedColumn => "a column is missing",
        PostgresErrorCodes.InsufficientPrivilege => "a right is missing",
        PostgresErrorCodes.InvalidCatalogName => "the database is missing",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "the user is not accepted",
        _ => "the statement is not accepted",
    };

    private static string Line(string message)
    {
        var line = new string([.. message.Select(static c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MaxMessage ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage), "…");
    }

    [GeneratedRegex(@"^[^(]*\((?<columns>.+?)\)=\((?<value>.*)\)", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
