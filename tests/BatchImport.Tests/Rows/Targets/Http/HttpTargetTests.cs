using System.Diagnostics;
using System.Text.Json;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Testing;
using Microsoft.AspNetCore.Http;

namespace BatchImport.Tests.Rows.Targets.Http;

public sealed class HttpTargetTests(RedisServer redis) : IAsyncLifetime
{
    private const string Secret = "s3cr3t-Qv8";

    // Braces are written twice in a template.
    private const string Braces = "{{braces}}";

    private TargetServer _server = null!;
    private TargetWorld _world = null!;

    private string Host => $"127.0.0.1:{_server.Port}";

    public async ValueTask InitializeAsync()
    {
        _server = await TargetServer.StartAsync();
        _world = World($"{Host} private http");
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_row_is_one_request_as_the_definition_says()
    {
        _server.Then(201, """{ "data": [{ "id": 4711 }] }""");

        var result = await _world.SendAsync(
            $$"""
            {
              "type": "http", "method": "PUT", "url": "http://{{Host}}/v1/people/{Id}?tag=ab&name={Name}",
              "headers": { "Authorization": "Bearer {setting:Crm:ApiKey}", "X-Tenant": "7" },
              "body": { "id": "{Id}", "name": "Dr. {Name}", "amount": "{Amount}", "since": "{Since}", "active": "{Active}", "phone": "{Phone}", "tags": ["import", 1, null, true, "{{Braces}}"] },
              "success": [201], "reference": "/data/0/id", "idempotencyHeader": "X-Request-Id"
            }
            """,
            ("Id", Cell.OfText("a/b?c#d é")), ("Name", Cell.OfText("Ada \"L\"")), ("Amount", Cell.OfNumber(0.1)), ("Since", Cell.OfDate(45_292)), ("Active", Cell.OfBoolean(true)), ("Phone", Cell.Empty));

        Assert.Equal((true, "4711"), (result.Succeeded, result.Reference));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("PUT", "/v1/people/a%2Fb%3Fc%23d%20%C3%A9?tag=ab&name=Ada%20%22L%22"), (request.Method, request.Path));
        Assert.Equal(($"Bearer {Secret}", "7", "b-7"), (request.Headers["Authorization"], request.Headers["X-Tenant"], request.Headers["X-Request-Id"]));
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse("""{"id":"a/b?c#d é","name":"Dr. Ada \"L\"","amount":0.1,"since":"2024-01-01","active":true,"phone":null,"tags":["import",1,null,true,"{braces}"]}""").RootElement,
            JsonDocument.Parse(request.Body).RootElement));
    }

    [Fact]
    public async Task Without_a_body_of_its_own_a_request_holds_all_columns()
    {
        var result = await SendAsync("", ("Id", Cell.OfText("007")), ("Full name", Cell.OfText("Ada")), ("Amount", Cell.OfNumber(12)));

        Assert.True(result.Succeeded);
        Assert.Equal("""{"Id":"007","Full name":"Ada","Amount":12}""", Assert.Single(_server.Requests).Body);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(401)]
    public async Task A_fault_that_may_pass_is_tried_again_under_the_same_key(int status)
    {
        _server.Then(status).Then(status);

        var result = await SendAsync("");

        Assert.True(result.Succeeded);
        Assert.Equal(["b-7", "b-7", "b-7"], _server.Requests.Select(request => request.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task A_fault_that_stays_is_an_error_that_says_so()
    {
        _server.Always = context => TargetServer.AnswerAsync(context, 502, "<html>gateway</html>");

        Assert.Equal("127.0.0.1 answered 502 (tried 3 times)", Error(await SendAsync("")));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        _server.Then(429, "", ("Retry-After", "1"));
        var began = Stopwatch.GetTimestamp();

        Assert.True((await SendAsync("")).Succeeded);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Retry_After_is_not_waited_for_longer_than_the_definition_allows()
    {
        _server.Then(429, "", ("Retry-After", "86400")).Then(503, "", ("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"));

        Assert.True((await SendAsync("")).Succeeded);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_ends_by_the_time_out()
    {
        _server.Always = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal("target 'http' did not answer within 0.2 s (tried 2 times)", Error(await SendAsync(""", "timeoutSeconds": 0.2, "attempts": 2""")));
    }

    [Fact]
    public async Task A_reply_that_stops_half_way_ends_by_the_time_out_as_well()
    {
        _server.Always = async context =>
        {
            await context.Response.WriteAsync("{ \"id\": ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        Assert.Contains("did not answer", Error(await SendAsync(""", "timeoutSeconds": 0.2, "attempts": 1, "reference": "/id" """)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"id\": ")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"id\": { \"a\": 1 } }")]
    [InlineData("{ \"id\": \"\\uD800\" }")]
    public async Task A_reply_that_makes_no_sense_does_not_undo_that_the_row_arrived(string body)
    {
        _server.Then(200, body);

        var result = await SendAsync(""", "reference": "/id" """);

        Assert.Equal((true, null), (result.Succeeded, result.Reference));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(400, false)]
    public async Task A_reply_without_an_end_is_read_no_further_than_it_is_worth(int status, bool succeeds)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Then(async context =>
        {
            context.Response.StatusCode = status;
            var block = new byte[64 * 1024];
            Array.Fill(block, (byte)' ');
            try
            {
                while (true)
                {
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
                }
            }
            finally
            {
                gone.SetResult();
            }
        });

        var result = await SendAsync(""", "reference": "/id", "message": "/message" """);

        Assert.Equal(succeeds, result.Succeeded);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        _server.Then(302, "", ("Location", "http://169.254.169.254/latest/meta-data/"));

        Assert.Equal("127.0.0.1 answered 302, which leads elsewhere: redirects are not followed", Error(await SendAsync("")));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        _server.Then(200, "{}", ("Set-Cookie", "session=1; Path=/"));

        await SendAsync("");
        await SendAsync("");

        Assert.DoesNotContain(_server.Requests, request => request.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task A_connection_that_is_closed_is_a_fault_that_may_pass()
    {
        _server.Then(Abort);
        Assert.True((await SendAsync("")).Succeeded);

        _server.Always = Abort;
        Assert.StartsWith("127.0.0.1 could not be reached (", Error(await SendAsync("")), StringComparison.Ordinal);

        static Task Abort(HttpContext context)
        {
            context.Abort();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_code_that_the_definition_does_not_name_is_no_success()
    {
        _server.Then(200, "{}");

        Assert.Equal("127.0.0.1 answered 200, which the definition does not count as success", Error(await SendAsync(""", "success": [201, 202]""")));
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_and_says_what_the_target_says_on_one_line_and_cut_short()
    {
        _server.Then(422, JsonSerializer.Serialize(new { error = new { message = "Bad\r\nphone " + new string('x', 1_000) } }));

        var error = Error(await SendAsync(""", "message": "/error/message" """));

        Assert.StartsWith("127.0.0.1 answered 422: Bad  phone xxx", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 300, 340);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_value_does_not_lead_to_another_address(string value)
    {
        var result = await _world.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}/mail" }""", ("Id", Cell.OfText(value)));

        Assert.Contains("nothing but dots", Error(result), StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_value_that_makes_the_address_too_long_is_the_rows_error()
    {
        var result = await _world.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.OfText(new string('ü', 32_767))));

        Assert.Contains("8000 is the most", Error(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_address_needs_must_be_there()
    {
        var result = await _world.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.Empty));

        Assert.Contains("\"Id\" is empty", Error(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://{0}/", "localhost:{0} private http")]
    [InlineData("http://127.0.0.1:1/", "127.0.0.1:{0} private http")]
    [InlineData("http://127.0.0.1:{0}/", "127.0.0.1:{0} private")]
    [InlineData("https://example.com/", "")]
    [InlineData("https://example.com/", "*.example.com")]
    [InlineData("https://badexample.com/", "*.example.com")]
    [InlineData("https://example.com:444/", "example.com")]
    public async Task A_host_that_is_not_allowed_rejects_the_import(string url, string allowed)
    {
        await using var world = World(allowed.Replace("{0}", $"{_server.Port}", StringComparison.Ordinal));
        var target = $$"""{ "type": "http", "url": "{{url.Replace("{0}", url.Contains("127", StringComparison.Ordinal) ? $"{_server.Port}" : Host, StringComparison.Ordinal)}}" }""";

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => world.SendAsync(target, ("Id", Cell.OfText("1"))));

        Assert.Equal("host-not-allowed", rejected.Code);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_host_whose_address_is_not_public_is_not_called_unless_that_is_allowed(string host)
    {
        await using var world = World($"{host}:{_server.Port} http");

        var result = await world.SendAsync($$"""{ "type": "http", "url": "http://{{host}}:{{_server.Port}}/" }""", ("Id", Cell.OfText("1")));

        Assert.Contains("has no public address", Error(result), StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_rejects_the_import_and_only_secrets_can_be_asked_for()
    {
        foreach (var name in (string[])["Nothing", "AllowedHosts", ":AllowedHosts", "..:AllowedHosts"])
        {
            var rejected = await Assert.ThrowsAsync<RejectedException>(() => SendAsync($$""", "headers": { "X-Key": "{setting:{{name}}}" }"""));
            Assert.Equal("missing-setting", rejected.Code);
        }
    }

    [Fact]
    public async Task Neither_secrets_nor_values_nor_addresses_are_logged()
    {
        _server.Then(500).Then(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await _world.SendAsync(
            $$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}", "headers": { "Authorization": "{setting:Crm:ApiKey}" }, "firstWaitSeconds": 0.01 }""", ("Id", Cell.OfText("Zanzibar")));
        _server.Then(422);
        await _world.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.OfText("Zanzibar")));

        Assert.Equal(4, _server.Requests.Count);
        Assert.DoesNotContain(_world.Log.Lines, line => line.Contains(Secret, StringComparison.Ordinal) || line.Contains("Zanzibar", StringComparison.Ordinal) || line.Contains("/v1/", StringComparison.Ordinal));
    }

    private TargetWorld World(string allowed) => new(redis, ("Targets:AllowedHosts", allowed), ("Targets:Secrets:Crm:ApiKey", Secret));

    private Task<RowResult> SendAsync(string more, params (string Column, Cell Value)[] row) => _world.SendAsync(
        $$"""{ "type": "http", "url": "http://{{Host}}/rows", "firstWaitSeconds": 0.01, "longestWaitSeconds": {{(more.Length == 0 && row.Length == 0 ? "1.5" : "0.05")}}{{more}} }""",
        row.Length == 0 ? [("Id", Cell.OfText("1"))] : row);

    private static string Error(RowResult result) => Assert.Single(result.Errors).Message;
}
