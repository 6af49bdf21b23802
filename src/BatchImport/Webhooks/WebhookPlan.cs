using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Targets;
using BatchImport.Targets.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BatchImport.Webhooks;

/// <summary>Determines which webhooks an import notifies, and whether they can be.</summary>
internal sealed class WebhookPlan(IOptions<WebhookOptions> options, IOptions<TargetOptions> targets, IConfiguration configuration)
{
    private readonly AllowedHosts _hosts = AllowedHosts.TryParse(targets.Value.AllowedHosts, out var hosts, out _) ? hosts : AllowedHosts.None;

    /// <summary>Checks, before the rows of an import run, that the webhooks of its definition can be notified.</summary>
    /// <exception cref="RejectedException">A host is not allowed, or a key is missing.</exception>
    public void Check(ImportDefinition definition)
    {
        foreach (var webhook in definition.Webhooks)
        {
            if (_hosts.Find(new Uri(webhook.Url)) is null)
            {
                throw new RejectedException("host-not-allowed", $"The definition {definition.Name} notifies {HostOf(webhook.Url)}, which the setting {TargetOptions.Section}:{nameof(TargetOptions.AllowedHosts)} does not allow. Ask the operator of this installation to allow it, or correct the definition, and drop the file again.");
            }

            if (FindKey(webhook.Secret) is null)
            {
                throw new RejectedException("missing-setting", $"The definition {definition.Name} notifies {HostOf(webhook.Url)}, and the setting {SettingOf(webhook.Secret)}, which signs the messages, is missing or is not {WebhookKey.Rule}. Ask the operator of this installation to set it, and drop the file again.");
            }
        }
    }

    /// <summary>The notifications about the end of an import.</summary>
    /// <param name="state">The final state.</param>
    /// <param name="definition">The definition; null when it is unknown.</param>
    public IReadOnlyList<WebhookDelivery> For(ImportState state, ImportDefinition? definition)
    {
        var name = EventOf(state);
        var all = options.Value.ForAll is { } common ? (definition?.Webhooks ?? []).Prepend(common) : definition?.Webhooks ?? [];
        return
        [
            .. all.Where(webhook => webhook.Events.Contains(name, StringComparer.Ordinal)).DistinctBy(static webhook => webhook.Url).Select(webhook => new WebhookDelivery
            {
                Url = webhook.Url,
                Secret = webhook.Secret,
                Result = new WebhookResult { Event = name, Host = HostOf(webhook.Url) },
            }),
        ];
    }

    /// <summary>The key of a webhook; null when it is missing or invalid.</summary>
    /// <param name="secret">The name of its setting; null for the one of all webhooks.</param>
    public string? FindKey(string? secret) => configuration[SettingOf(secret)] is { Length: > 0 } key && WebhookKey.IsValid(key) ? key : null;

    /// <summary>True when the settings allow requests to an address.</summary>
    public bool Allows(Uri address) => _hosts.Find(address) is not null;

    /// <summary>The event of a final state.</summary>
    public static string EventOf(ImportState state) => state switch
    {
        ImportState.Completed => WebhookEvents.Completed,
        ImportState.Rejected => WebhookEvents.Rejected,
        ImportState.Cancelled => WebhookEvents.Cancelled,
        _ => WebhookEvents.Failed,
    };

    private static string SettingOf(string? secret) => secret is null ? $"{WebhookOptions.Section}:{nameof(WebhookOptions.Secret)}" : $"{TargetOptions.Secrets}:{secret}";

    private static string HostOf(string url) => new Uri(url).Authority;
}
