using BatchImport.Definitions;

namespace BatchImport.Targets.Sql;

/// <summary>A database that rows are written to, with the SQL of its kind. Safe for concurrent use.</summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>The table in which the rows that were written are recorded, in the default schema of the connection.</summary>
    public const string Ledger = "batchimport_ledger";

    /// <summary>The script that creates the ledger, and that can be run again.</summary>
    public abstract string LedgerScript { get; }

    /// <summary>Describes a table; null when the connection does not see one of that name.</summary>
    public abstract Task<SqlTable?> DescribeAsync(SqlTargetDefinition sql, CancellationToken cancellationToken);

    /// <summary>The tables that the connection sees in a schema, or in its default schema, as definitions name them.</summary>
    public abstract Task<IReadOnlyList<string>> ListTablesAsync(SqlTargetDefinition sql, CancellationToken cancellationToken);

    /// <summary>The different values of a column of a table, as texts.</summary>
    /// <param name="sql">The table.</param>
    /// <param name="column">The column, as the database names it.</param>
    /// <param name="most">The most values to return.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public abstract Task<IReadOnlyList<string>> ReadValuesAsync(SqlTargetDefinition sql, string column, int most, CancellationToken cancellationToken);

    /// <summary>True when the ledger is there.</summary>
    public abstract Task<bool> HasLedgerAsync(CancellationToken cancellationToken);

    /// <summary>Creates the ledger where it is missing.</summary>
    public abstract Task CreateLedgerAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what the ledger recorded before a time.</summary>
    /// <returns>The number of rows that were deleted.</returns>
    public abstract Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The statement that writes rows by a plan.</summary>
    public abstract string StatementOf(SqlPlan plan);

    /// <summary>
    /// Writes rows and records them in the ledger, in one transaction and one round trip. Rows that the ledger has are left as they are.
    /// </summary>
    /// <param name="plan">The columns.</param>
    /// <param name="statement">What <see cref="StatementOf"/> returned for it.</param>
    /// <param name="origin">The import in which the rows were first sent as they are.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The rows that are in the table, by number, each with its reference. With the mode update, rows without a counterpart in the table are absent.</returns>
    public abstract Task<IReadOnlyDictionary<int, string?>> WriteAsync(
        SqlPlan plan, string statement, string origin, IReadOnlyList<SqlRow> rows, CancellationToken cancellationToken);

    /// <summary>What an exception is about; null when it does not come from the database.</summary>
    public abstract SqlFault? Find(Exception exception);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
