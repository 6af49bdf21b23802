using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BatchImport.Spreadsheets;
using BatchImport.Testing;
using Microsoft.AspNetCore.Http;

namespace BatchImport.Tests.Targets.Http;

/// <summary>Requests, and the outcome of a row by their replies.</summary>
[Trait("Speed", "Slow")]
public sealed class HttpTargetTests(RedisServer redis) : HttpTargetTestBase(redis)
{
    // Braces are written twice in a template.
    private const string Braces = "{{braces}}";

    [Fact]
    public async Task A_row_is_one_request_as_the_definition_says()
    {
        Server.Then(201, """{ "data": [{ "id": 4711 }] }""");

        var result = await Fixture.SendAsync(
            $$"""
            {
              "type": "http", "method": "PUT", "url": "http://{{Host}}/v1/people/{Id}?tag=ab&name={Name}",
              "headers": { "Authorization": "Bearer {setting:Crm:ApiKey}", "X-Tenant": "7" },
              "body": { "id": "{Id}", "name": "Dr. {Name}", "amount": "{Amount}", "since": "{Since}", "active": "{Active}", "phone": "{Phone}", "tags": ["import", 1, null, true, "{{Braces}}"] },
              "success": [201], "reference": "/data/0/id", "idempotencyHeader": "X-Request-Id"
            }
            """,
            ("Id", Cell.FromText("a/b?c#d é")), ("Name", Cell.FromText("Ada \"L\"")), ("Amount", Cell.FromNumber(0.1)), ("Since", Cell.FromDate(45_292)), ("Active", Cell.FromBoolean(true)), ("Phone", Cell.Empty));

        Assert.Equal((true, "4711"), (result.Succeeded, result.Reference));
        var request = Assert.Single(Server.Requests);
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
        var result = await SendAsync("", ("Id", Cell.FromText("007")), ("Full name", Cell.FromText("Ada")), ("Amount", Cell.FromNumber(12)));

        Assert.True(result.Succeeded);
        Assert.Equal("""{"Id":"007","Full name":"Ada","Amount":12}""", Assert.Single(Server.Requests).Body);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(401)]
    public async Task A_fault_that_may_pass_is_tried_again_under_the_same_key(int status)
    {
        Server.Then(status).Then(status);

        var result = await SendAsync("");

        Assert.True(result.Succeeded);
        Assert.Equal(["b-7", "b-7", "b-7"], Server.Requests.Select(request => request.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task A_fault_that_stays_is_an_error_that_says_so()
    {
        Server.Always = context => TargetServer.AnswerAsync(context, 502, "<html>gateway</html>");

        Assert.Equal("127.0.0.1 answered 502 (tried 3 times)", Error(await SendAsync("")));
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        Server.Then(429, "", ("Retry-After", "1"));
        var began = Stopwatch.GetTimestamp();

        Assert.True((await SendAsync("")).Succeeded);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Retry_After_is_not_waited_for_longer_than_the_definition_allows()
    {
        Server.Then(429, "", ("Retry-After", "86400")).Then(503, "", ("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"));

        Assert.True((await SendAsync("")).Succeeded);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_ends_by_the_time_out()
    {
        Server.Always = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal("target 'http' did not answer within 0.2 s (tried 2 times)", Error(await SendAsync(""", "timeoutSeconds": 0.2, "attempts": 2""")));
    }

    [Theory]
    [InlineData(201, null)]
    [InlineData(422, "127.0.0.1 answered 422")]
    public async Task A_reply_that_stops_half_way_counts_by_its_status(int status, string? error)
    {
        Server.Always = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{ \"id\": ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var result = await SendAsync(""", "timeoutSeconds": 1, "attempts": 1, "reference": "/id", "message": "/id" """);

        Assert.Equal((error is null, null, error), (result.Succeeded, result.Reference, result.Errors.Select(each => each.Message).SingleOrDefault()));
    }

    [Theory]
    [InlineData("""{ "message": [ "no such country", "no such city" ] }""", "no such country; no such city")]
    [InlineData("""{ "message": { "Email": [ "is taken", "is blocked" ], "Age": "is too high" } }""", "Email: is taken; Email: is blocked; Age: is too high")]
    [InlineData("""{ "message": [ { "field": "Age", "code": 7 } ] }""", "field: Age; code: 7")]
    [InlineData("""{ "message": { } }""", null)]
    [InlineData("""{ "message": "\uD800" }""", null)]
    public async Task A_reason_may_be_a_list_or_an_object(string body, string? reason)
    {
        Server.Then(400, body);

        Assert.Equal("127.0.0.1 answered 400" + (reason is null ? "" : ": " + reason), Error(await SendAsync(""", "message": "/message" """)));
    }

    [Theory]
    [InlineData("application/json; charset=ISO-8859-1", "iso-8859-1", false)]
    [InlineData("application/json; charset=\"windows-1252\"", "iso-8859-1", false)]
    [InlineData("application/json", "iso-8859-1", false)]
    [InlineData("application/json", "utf-8", false)]
    [InlineData("application/json; charset=utf-8", "utf-8", true)]
    [InlineData("application/json", "utf-16", true)]
    [InlineData("application/json; charset=no-such", "utf-8", false)]
    public async Task A_reason_is_read_in_the_encoding_of_the_reply(string contentType, string encoding, bool hasMark)
    {
        var text = Encoding.GetEncoding(encoding);
        Server.Then(context =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = contentType;
            return context.Response.Body.WriteAsync((byte[])[.. hasMark ? text.GetPreamble() : [], .. text.GetBytes("""{ "message": "Straße fehlt" }""")]).AsTask();
        });

        Assert.Equal("127.0.0.1 answered 400: Straße fehlt", Error(await SendAsync(""", "message": "/message" """)));
    }

    [Fact]
    public async Task A_compressed_and_a_long_reply_are_read_and_problems_have_a_reason_of_their_own()
    {
        Server.Then(async context =>
        {
            context.Response.StatusCode = 400;
            context.Response.Headers.ContentEncoding = "gzip";
            await using var compressed = new GZipStream(context.Response.Body, CompressionMode.Compress);
            await compressed.WriteAsync(Encoding.UTF8.GetBytes("""{ "message": "too old" }"""));
        }).Then(400, $$"""{ "trace": "{{new string('x', 200_000)}}", "message": "{{new string('y', 200_000)}}" }""")
            .Then(409, """{ "title": "Conflict", "detail": "The customer exists." }""", ("Content-Type", "application/problem+json"));

        Assert.Equal("127.0.0.1 answered 400: too old", Error(await SendAsync(""", "message": "/message" """)));
        Assert.StartsWith("127.0.0.1 answered 400: yyy", Error(await SendAsync(""", "message": "/message" """)), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1 answered 409: The customer exists.", Error(await SendAsync("")));
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
        Server.Then(200, body);

        var result = await SendAsync(""", "reference": "/id" """);

        Assert.Equal((true, null), (result.Succeeded, result.Reference));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(400, false)]
    public async Task A_reply_without_an_end_is_read_no_further_than_it_is_worth(int status, bool succeeds)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Then(async context =>
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
        Server.Then(302, "", ("Location", "http://169.254.169.254/latest/meta-data/"));

        Assert.Equal("127.0.0.1 answered 302, which leads elsewhere: redirects are not followed", Error(await SendAsync("")));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        Server.Then(200, "{}", ("Set-Cookie", "session=1; Path=/"));

        await SendAsync("");
        await SendAsync("");

        Assert.DoesNotContain(Server.Requests, request => request.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task A_connection_that_is_closed_is_a_fault_that_may_pass()
    {
        Server.Then(Abort);
        Assert.True((await SendAsync("")).Succeeded);

        Server.Always = Abort;
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
        Server.Then(200, "{}");

        Assert.Equal("127.0.0.1 answered 200, which the definition does not count as success", Error(await SendAsync(""", "success": [201, 202]""")));
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_and_says_what_the_target_says_on_one_line_and_cut_short()
    {
        Server.Then(422, JsonSerializer.Serialize(new { error = new { message = "Bad\r\nphone " + new string('x', 1_000) } }));

        var error = Error(await SendAsync(""", "message": "/error/message" """));

        Assert.StartsWith("127.0.0.1 answered 422: Bad  phone xxx", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 300, 340);
        Assert.Single(Server.Requests);
    }
}
