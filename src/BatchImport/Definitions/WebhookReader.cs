using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Reads the property <c>webhooks</c> of a definition.</summary>
internal static class WebhookReader
{
    /// <summary>The properties a webhook may have.</summary>
    public static readonly string[] Properties = ["url", "events", "secret"];

    private const string Example = "webhooks is a list: [ { \"url\": \"https://hooks.example.com/imports\", \"events\": [ \"import.completed\" ] } ]";
    private const int MaxWebhooks = 10;
    private const int MaxSecretName = 128;

    public static List<WebhookDefinition> Read(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartArray, Example);
        var start = json.Position;
        var webhooks = new List<WebhookDefinition>();
        while (json.NextItem())
        {
            webhooks.Add(ReadWebhook(ref json));
        }

        json.RequireAt(start, webhooks.Count <= MaxWebhooks, $"a definition has up to {MaxWebhooks} webhooks");
        return webhooks;
    }

    /// <summary>What is wrong with the address of a webhook; null when it is valid.</summary>
    public static string? UrlProblem(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0 ? "it begins with https:// and a host" :
        address.UserInfo.Length > 0 ? "it holds a user's name or password" :
        address.Fragment.Length > 0 ? "it has a fragment (#), which is never sent" :
        null;

    private static WebhookDefinition ReadWebhook(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartObject, Example);
        var start = json.Position;
        var webhook = new WebhookDefinition { Url = "" };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a webhook", Properties, seen) is { } property)
        {
            webhook = property switch
            {
                "url" => webhook with { Url = ReadUrl(ref json) },
                "events" => webhook with { Events = ReadEvents(ref json) },
                _ => webhook with { Secret = ReadSecret(ref json) },
            };
        }

        json.RequireAt(start, webhook.Url.Length > 0, "the webhook has no url: \"url\": \"https://hooks.example.com/imports\"");
        return webhook;
    }

    private static string ReadUrl(ref DefinitionJson json)
    {
        var url = json.Text("url");
        var problem = UrlProblem(url);
        json.Require(problem is null, $"url: {problem}");
        return url;
    }

    private static List<string> ReadEvents(ref DefinitionJson json)
    {
        json.Expect(JsonTokenType.StartArray, $"events is a list of: {string.Join(", ", WebhookEvents.All)}");
        var events = new List<string>();
        while (json.NextItem())
        {
            var name = json.Text("events");
            json.Require(WebhookEvents.All.Contains(name, StringComparer.Ordinal), $"the event {DefinitionJson.Shown(name)} is unknown; valid values: {string.Join(", ", WebhookEvents.All)}");
            json.Require(!events.Contains(name, StringComparer.Ordinal), $"the event {DefinitionJson.Shown(name)} occurs twice");
            events.Add(name);
        }

        json.Require(events.Count > 0, "events is empty: name at least one event, or leave events out for all");
        return events;
    }

    private static string ReadSecret(ref DefinitionJson json)
    {
        var name = json.HeaderText("secret");
        json.Require(
            name.Length <= MaxSecretName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.') && !name.StartsWith("whsec_", StringComparison.Ordinal),
            "secret is the name of a setting below Targets:Secrets, such as \"Crm:WebhookKey\"; the key itself is never part of a definition");
        return name;
    }
}
