namespace BatchImport.Targets.Sql;

/// <summary>What a failure of a database is about.</summary>
internal enum SqlFaultKind
{
    /// <summary>A row of the statement.</summary>
    Row,

    /// <summary>Other work of the database at the same time: a deadlock, a lock that was not granted. It passes.</summary>
    Busy,

    /// <summary>The database does not answer, or refuses connections.</summary>
    Outage,

    /// <summary>The table, the ledger or the rights of the connection: an operator must act.</summary>
    Setup,
}

/// <summary>A failure of a database.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What happened, for the owner of the file; of a row only, in which it may hold the row's own values, shortened.</param>
/// <param name="Detail">The cause in short, for operators; no row's value.</param>
internal sealed record SqlFault(SqlFaultKind Kind, string Message, string Detail)
{
    /// <summary>The columns of the table that the failure is about; empty when unknown.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}
