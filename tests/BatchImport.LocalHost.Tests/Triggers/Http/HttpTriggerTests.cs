using System.Net;
using Microsoft.Azure.Functions.Worker;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BatchImport.LocalHost.Tests.Triggers.Http;

public sealed class HttpTriggerTests(AzuriteServer azurite) : IDisposable
{
    private readonly TriggerHost _host = new(azurite);

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("GET", "api/things/7/parts/x%20y?q=1", HttpStatusCode.OK, "7, x y, 1")]
    [InlineData("GET", "api/things/no/parts/x", HttpStatusCode.BadRequest, "")]
    [InlineData("POST", "api/things/7/parts/x", HttpStatusCode.MethodNotAllowed, "")]
    [InlineData("GET", "things/7/parts/x", HttpStatusCode.NotFound, "")]
    [InlineData("PUT", "api/ByName", HttpStatusCode.Accepted, "\"action\"")]
    [InlineData("GET", "api/self", (HttpStatusCode)418, "short and stout")]
    [InlineData("GET", "api/optional", HttpStatusCode.OK, "none")]
    [InlineData("GET", "api/optional/some", HttpStatusCode.OK, "some")]
    public async Task A_request_reaches_its_function_and_gets_its_answer(string method, string path, HttpStatusCode status, string body)
    {
        await using var app = await _host.StartAsync(new object(), typeof(Endpoints));
        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_function_that_throws_is_answered_with_a_problem_that_says_nothing_of_the_exception()
    {
        await using var app = await _host.StartAsync(new object(), typeof(Endpoints));
        using var http = new HttpClient { BaseAddress = app.Address };

        using var answer = await http.GetAsync(new Uri("api/fault", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("Exception", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_route_prefix_comes_from_host_json()
    {
        await using var app = await _host.StartAsync(new object(), typeof(Endpoints), ("AzureFunctionsJobHost:extensions:http:routePrefix", "v2"));
        using var http = new HttpClient { BaseAddress = app.Address };

        Assert.Equal("none", await http.GetStringAsync(new Uri("v2/optional", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_port_that_somebody_listens_on_is_said_with_the_option_that_changes_it()
    {
        await using var app = await _host.StartAsync(new object(), typeof(Endpoints));
        using var folder = new TemporaryFolder();

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => LocalHostApp.StartAsync(
            new LocalHostOptions { StateFolder = folder.Path, Port = app.Address.Port, ReadEnvironment = false }, TestContext.Current.CancellationToken));

        Assert.StartsWith($"Port {app.Address.Port}, where the host was to listen, is taken", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--port", exception.Message, StringComparison.Ordinal);
    }

    public static class Endpoints
    {
        [Function("Things")]
        public static IResult Things([HttpTrigger(AuthorizationLevel.Function, "get", Route = "things/{id}/parts/{part}")] HttpRequest request, int id, string part) =>
            TypedResults.Text($"{id}, {part}, {request.Query["q"]}");

        [Function("ByName")]
        public static Task<IActionResult> ByName([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) =>
            Task.FromResult<IActionResult>(new ObjectResult("action") { StatusCode = StatusCodes.Status202Accepted, ContentTypes = { "application/json" } });

        [Function("Self")]
        public static async Task Self([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "self")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = StatusCodes.Status418ImATeapot;
            await request.HttpContext.Response.WriteAsync("short and stout");
        }

        [Function("Fault")]
        public static Task<IResult> Fault([HttpTrigger(AuthorizationLevel.Anonymous, Route = "fault")] HttpRequest request) => throw new InvalidOperationException();

        [Function("Optional")]
        public static IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, Route = "optional/{word?}")] HttpRequest request, string? word) =>
            TypedResults.Text(word ?? "none");
    }
}
