using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A webhook of all imports, whose receiver does not accept the first attempts.</summary>
public sealed class WebhookTests(WebhookTests.Fixture host) : IClassFixture<WebhookTests.Fixture>
{
    private const int Refusals = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_an_import_is_notified_until_it_is_accepted_and_the_status_shows_it()
    {
        var id = await host.DropAsync("hooked.csv", BinaryData.FromString("Name\nAda\n"), ("owner", "ada@example.com"));
        await host.EndAsync(id);

        JsonElement webhook;
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "The webhook was not accepted within 60 s.");
            await Task.Delay(50, Stop);
            webhook = Assert.Single(JsonElement.Parse(await host.Http.GetStringAsync($"api/imports/{id}", Stop)).GetProperty("webhooks").EnumerateArray());
        }
        while (webhook.GetProperty("state").GetString() == "pending");

        Assert.Equal(("delivered", Refusals + 1, "import.completed"), (webhook.GetProperty("state").GetString(), webhook.GetProperty("attempts").GetInt32(), webhook.GetProperty("event").GetString()));
        Assert.Equal(Refusals + 1, host.Received.Count);
        Assert.All(host.Received, body => Assert.Equal(id, JsonElement.Parse(body).GetProperty("subject").GetString()));
    }

    /// <summary>The host and the receiver.</summary>
    public sealed class Fixture : LocalHostFixture
    {
        private readonly WebApplication _receiver;

        public Fixture()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _receiver = builder.Build();
            _receiver.Run(TakeAsync);
        }

        /// <summary>The received messages.</summary>
        public ConcurrentQueue<string> Received { get; } = new();

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Webhooks:Url"] = $"{_receiver.Urls.Single()}/all",
            ["Webhooks:Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            ["Targets:AllowedHosts"] = $"{new Uri(_receiver.Urls.Single()).Authority} private http",
            ["Import:RetryFirstWait"] = "00:00:00.010",
        };

        public override async ValueTask InitializeAsync()
        {
            await _receiver.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _receiver.DisposeAsync();
        }

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new StreamReader(context.Request.Body);
            Received.Enqueue(await body.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = Received.Count <= Refusals ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
        }
    }
}
