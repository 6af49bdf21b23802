namespace BatchImport.Load;

/// <summary>What was typed.</summary>
internal sealed record LoadOptions
{
    /// <summary>Rows a file; each number is a case of its own.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Imports a case.</summary>
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

    /// <summary>True to count what an import asks of the storage account.</summary>
    public required bool CountOperations { get; init; }

    /// <summary>The host's state folder.</summary>
    public required string State { get; init; }

    /// <summary>Where the report goes as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>Where its tables go as Markdown; null for nowhere.</summary>
    public string? Markdown { get; init; }

    /// <summary>Where its chart goes as SVG; null for nowhere.</summary>
    public string? Chart { get; init; }
}
