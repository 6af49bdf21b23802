namespace BatchImport.Load;

/// <summary>Represents the options of the command line.</summary>
internal sealed record LoadOptions
{
    /// <summary>The rows of the file; each number is a case.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>The imports per case.</summary>
    public required int Runs { get; init; }

    /// <summary>The seed of the rows.</summary>
    public required int Seed { get; init; }

    /// <summary>The setting Import:RowsPerActivity.</summary>
    public required int RowsPerActivity { get; init; }

    /// <summary>True to run the bound.</summary>
    public required bool CompareBound { get; init; }

    /// <summary>True to run the Sidekiq design.</summary>
    public required bool CompareSidekiq { get; init; }

    /// <summary>True to drop small files while each case's large one is imported.</summary>
    public required bool Fairness { get; init; }

    /// <summary>True to count the storage operations of an import.</summary>
    public required bool CountOperations { get; init; }

    /// <summary>True to import into a database as well.</summary>
    public required bool Database { get; init; }

    /// <summary>The host's state folder.</summary>
    public required string State { get; init; }

    /// <summary>The file for the report as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>The file for its tables as Markdown; null for none.</summary>
    public string? Markdown { get; init; }

    /// <summary>The file for its chart as SVG; null for none.</summary>
    public string? Chart { get; init; }
}
