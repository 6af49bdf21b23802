using System.Text;
using BatchImport.Definitions;

namespace BatchImport.Tests.Definitions;

/// <summary>Webhooks of definitions.</summary>
public sealed class WebhookReaderTests
{
    [Fact]
    public void A_webhook_has_an_address_events_and_the_name_of_a_key()
    {
        var webhooks = Read("""[ { "url": "https://a.example.com/x" }, { "url": "https://b.example.com", "events": ["import.failed"], "secret": "Hooks:B" } ]""").Webhooks;

        Assert.Equal(("https://a.example.com/x", 4, null), (webhooks[0].Url, webhooks[0].Events.Count, webhooks[0].Secret));
        Assert.Equal(["import.failed"], webhooks[1].Events);
        Assert.Equal("Hooks:B", webhooks[1].Secret);
    }

    [Theory]
    [InlineData("""[ { } ]""", "the webhook has no url")]
    [InlineData("""[ { "url": "example.com" } ]""", "it begins with https:// and a host")]
    [InlineData("""[ { "url": "https://user:word@example.com" } ]""", "a user's name or password")]
    [InlineData("""[ { "url": "https://example.com", "events": ["import.done"] } ]""", "the event \"import.done\" is unknown; valid values: import.completed, import.rejected, import.failed, import.cancelled")]
    [InlineData("""[ { "url": "https://example.com", "events": [] } ]""", "events is empty")]
    [InlineData("""[ { "url": "https://example.com", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } ]""", "the key itself is never part of a definition")]
    [InlineData("""{ "url": "https://example.com" }""", "webhooks is a list")]
    public void What_is_wrong_is_named(string json, string message) =>
        Assert.Contains(message, Assert.Throws<DefinitionException>(() => Read(json)).Message, StringComparison.Ordinal);

    private static ImportDefinition Read(string webhooks) =>
        DefinitionReader.Read(Encoding.UTF8.GetBytes($$"""{ "name": "a", "columns": [ { "name": "A" } ], "webhooks": {{webhooks}} }"""), "a.json");
}
