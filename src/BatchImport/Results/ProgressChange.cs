using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>Fields of <see cref="ImportProgress"/> to set with a transition; null fields do not change.</summary>
public sealed record ProgressChange : ImportRecord
{
    /// <summary>A change of the fields that are set.</summary>
    public ProgressChange()
    {
    }

    /// <summary>A change of what is known of an import, and of the fields that are set.</summary>
    public ProgressChange(ImportRecord known)
        : base(known)
    {
    }

    /// <summary>No field.</summary>
    public static ProgressChange None { get; } = new();

    /// <inheritdoc cref="ImportProgress.Rows"/>
    public int? Rows { get; init; }

    /// <summary>The authoritative number of successes, counted from the results; replaces the running counter.</summary>
    public int? Succeeded { get; init; }

    /// <summary>The authoritative number of errors, counted from the results; replaces the running counter.</summary>
    public int? Failed { get; init; }

    /// <inheritdoc cref="ImportProgress.ProcessingAt"/>
    public DateTimeOffset? ProcessingAt { get; init; }

    /// <inheritdoc cref="ImportProgress.FinishedAt"/>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <inheritdoc cref="ImportProgress.HasWorkbook"/>
    public bool? HasWorkbook { get; init; }

    /// <summary>The service the import waits for, as <see cref="ImportWait"/> writes it; empty when it no longer waits.</summary>
    public string? Waiting { get; init; }

    /// <inheritdoc cref="ImportProgress.Webhooks"/>
    public IReadOnlyList<WebhookResult>? Webhooks { get; init; }
}
