using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>Fields of <see cref="ImportProgress"/> to set with a transition; null fields do not change.</summary>
public sealed record ProgressChange
{
    /// <summary>No field.</summary>
    public static ProgressChange None { get; } = new();

    /// <inheritdoc cref="ImportProgress.Owner"/>
    public string? Owner { get; init; }

    /// <inheritdoc cref="ImportProgress.Definition"/>
    public string? Definition { get; init; }

    /// <inheritdoc cref="ImportProgress.Follows"/>
    public string? Follows { get; init; }

    /// <inheritdoc cref="ImportProgress.Rows"/>
    public int? Rows { get; init; }

    /// <summary>The authoritative number of successes, counted from the results; replaces the running counter.</summary>
    public int? Succeeded { get; init; }

    /// <summary>The authoritative number of errors, counted from the results; replaces the running counter.</summary>
    public int? Failed { get; init; }

    /// <inheritdoc cref="ImportProgress.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="ImportProgress.ProcessingAt"/>
    public DateTimeOffset? ProcessingAt { get; init; }

    /// <inheritdoc cref="ImportProgress.FinishedAt"/>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <inheritdoc cref="ImportProgress.Problem"/>
    public string? Problem { get; init; }

    /// <inheritdoc cref="ImportProgress.ProblemCode"/>
    public string? ProblemCode { get; init; }

    /// <inheritdoc cref="ImportProgress.HasWorkbook"/>
    public bool? HasWorkbook { get; init; }

    /// <summary>The service the import waits for, as <see cref="ImportWait"/> writes it; empty when it no longer waits.</summary>
    public string? Waiting { get; init; }

    /// <inheritdoc cref="ImportProgress.Webhooks"/>
    public IReadOnlyList<WebhookResult>? Webhooks { get; init; }

    /// <inheritdoc cref="ImportProgress.Mail"/>
    public string? Mail { get; init; }
}
