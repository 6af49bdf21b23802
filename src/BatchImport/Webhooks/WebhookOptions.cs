using System.ComponentModel.DataAnnotations;
using BatchImport.Definitions;

namespace BatchImport.Webhooks;

/// <summary>The webhook of all imports, and what all webhooks have in common; configuration section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhooks";

    /// <summary>The address that is notified of the ends of all imports; <c>Targets:AllowedHosts</c> must allow its host. Default: none.</summary>
    public string? Url { get; set; }

    /// <summary>The events that <see cref="Url"/> is notified of, separated by commas. Default: none, which means all.</summary>
    public string? Events { get; set; }

    /// <summary>The key that signs messages, unless a definition names another one: <c>whsec_</c> and 24 to 64 bytes in Base64; a secret. Default: none.</summary>
    public string? Secret { get; set; }

    /// <summary>The address of the API as receivers reach it, such as <c>https://imports.example.com/api</c>, for links. Default: none; links are relative then.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The webhook of all imports; null for none.</summary>
    internal WebhookDefinition? ForAll => string.IsNullOrWhiteSpace(Url) ? null : new() { Url = Url.Trim(), Events = string.IsNullOrWhiteSpace(Events) ? WebhookEvents.All : Split(Events) };

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ForAll is { } webhook)
        {
            if (WebhookReader.UrlProblem(webhook.Url) is { } problem)
            {
                yield return new ValidationResult($"{Section}:{nameof(Url)}: {problem}.", [nameof(Url)]);
            }

            if (webhook.Events.FirstOrDefault(static name => !WebhookEvents.All.Contains(name, StringComparer.Ordinal)) is { } unknown)
            {
                yield return new ValidationResult($"{Section}:{nameof(Events)}: the event '{unknown}' is unknown; valid values: {string.Join(", ", WebhookEvents.All)}.", [nameof(Events)]);
            }

            if (string.IsNullOrEmpty(Secret))
            {
                yield return new ValidationResult($"{Section}:{nameof(Secret)} is required with {Section}:{nameof(Url)}: messages are signed.", [nameof(Secret)]);
            }
        }

        if (!string.IsNullOrEmpty(Secret) && !WebhookKey.IsValid(Secret))
        {
            yield return new ValidationResult($"{Section}:{nameof(Secret)} must be {WebhookKey.Rule}.", [nameof(Secret)]);
        }

        if (!string.IsNullOrEmpty(BaseUrl) && WebhookReader.UrlProblem(BaseUrl) is { } wrong)
        {
            yield return new ValidationResult($"{Section}:{nameof(BaseUrl)}: {wrong}.", [nameof(BaseUrl)]);
        }
    }

    private static string[] Split(string events) => events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
