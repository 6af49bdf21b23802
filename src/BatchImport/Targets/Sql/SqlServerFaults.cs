using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BatchImport.Spreadsheets;
using Microsoft.Data.SqlClient;

namespace BatchImport.Targets.Sql;

/// <summary>Failures of SQL Server, in words. Numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors.</summary>
internal static partial class SqlServerFaults
{
    private const int MaxMessage = 300;

    // Errors of this class and above end the connection.
    private const int FatalClass = 20;

    /// <summary>What an exception is about; null when it does not come from the database.</summary>
    public static SqlFault? Find(Exception exception) => exception switch
    {
        SqlException error => Find(error.Number, error.Class, error.Message),
        SocketException or IOException or TimeoutException => Outage("connection lost"),

        // The pool has no connection left, or one was closed while it was opened.
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" or "Core Microsoft SqlClient Data Provider" } => Outage("no connection"),
        _ => null,
    };

    /// <summary>What an error is about.</summary>
    /// <param name="number">The number of the error.</param>
    /// <param name="severity">Its class: 20 and above end the connection.</param>
    /// <param name="message">Its text, in the language of the connection.</param>
    public static SqlFault Find(int number, int severity, string message)
    {
        var detail = number.ToString(CultureInfo.InvariantCulture);
        return number switch
        {
            // Another delivery of the same rows was faster; the next attempt finds them in the ledger.
            2627 or 2601 when message.Contains(SqlDatabase.Ledger, StringComparison.OrdinalIgnoreCase) => new SqlFault(SqlFaultKind.Busy, "the row is being written by another delivery", detail),

            // Deadlock, lock not granted, conflicts of snapshots.
            1205 or 1222 or 3935 or 3960 or 41302 or 41305 or 41325 or 41839 => new SqlFault(SqlFaultKind.Busy, "the database is busy", detail),
            207 or 208 or 229 or 230 or 262 or 297 or 300 or 916 or 1088 or 2812 or 4060 or 4064 or 18452 or 18456 or 18470 or 18487 or 18488 =>
                new SqlFault(SqlFaultKind.Setup, "the database does not accept the statement", $"{Words(number)} ({detail})"),

            // Not reached, time-outs, and the passing errors of Azure SQL Database.
            -2 or -1 or 2 or 20 or 53 or 64 or 121 or 233 or 258 or 596 or 701 or 802 or 926 or 976 or 978 or 983 or 1204 or 1105 or 3906 or 4221 or 6005 or 8645 or 8651 or 9002 or 10053 or 10054 or
            10060 or 10061 or 10928 or 10929 or 11001 or 17142 or 17197 or 40143 or 40197 or 40501 or 40540 or 40613 or 42108 or 42109 or 49918 or 49919 or 49920 => Outage(detail),
            _ when severity >= FatalClass => Outage(detail),
            _ => new SqlFault(SqlFaultKind.Row, Reason(number, message), detail),
        };
    }

    private static string Reason(int number, string message) => number switch
    {
        2627 or 2601 => $"another row of the table has the same value{(Value().Match(message) is { Success: true } value ? $": {CellText.Quote(value.Groups["value"].Value)}" : "")}{Constraint(message)}",
        547 => $"the table does not allow the row: its rule or reference is not met{Constraint(message)}",
        515 => $"a column of the table must have a value{Constraint(message)}",
        _ => $"the database refuses the row: {Line(message)}",
    };

    private static string Constraint(string message) => Name().Match(message) is { Success: true } name ? $" ({name.Groups["name"].Value})" : "";

    private static SqlFault Outage(string detail) => new(SqlFaultKind.Outage, "the database does not answer", detail);

    private static string Words(int number) => number switch
    {
        208 or 1088 or 2812 => "a table is missing",
        207 => "a column is missing",
        229 or 230 or 262 or 297 or 300 or 916 => "a right is missing",
        4060 or 4064 => "the database is missing",
        _ => "the user is not accepted",
    };

    private static string Line(string message)
    {
        var line = new string([.. message.Select(static c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MaxMessage ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage), "…");
    }

    // The first quoted name is the constraint, the index or the column, in any language of the connection.
    [GeneratedRegex("""['"](?<name>[^'"]+)['"]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\((?<value>[^()]*)\)\.?\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
