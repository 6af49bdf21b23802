using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>Selects imports; a null property is no condition.</summary>
public sealed record ImportFilter
{
    /// <summary>No condition.</summary>
    public static ImportFilter All { get; } = new();

    /// <summary>The states of matching imports.</summary>
    public IReadOnlyCollection<ImportState>? States { get; init; }

    /// <summary>The recipient of the mail; without regard to case.</summary>
    public string? Owner { get; init; }

    /// <summary>The earliest arrival.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest arrival.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True when an import matches.</summary>
    public bool Matches(ImportProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return (States is null || States.Contains(progress.State))
            && (Owner is null || string.Equals(Owner, progress.Owner, StringComparison.OrdinalIgnoreCase))
            && (From is null || progress.ReceivedAt >= From)
            && (To is null || progress.ReceivedAt <= To);
    }
}
