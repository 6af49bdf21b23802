namespace BatchImport.Definitions;

/// <summary>The database servers that targets of the type sql write to.</summary>
public enum SqlProvider
{
    /// <summary>PostgreSQL, version 12 or later.</summary>
    Postgres,

    /// <summary>SQL Server 2016 or later, and Azure SQL Database.</summary>
    SqlServer,
}
