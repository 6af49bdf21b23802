using System.Net;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Cli;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.Cli;

/// <summary>Abbreviated ids, with a host whose imports have ids that the test chooses.</summary>
public sealed class HostedImportsTests : IAsyncLifetime
{
    private const string First = "aaaa0000000000000000000000000001";
    private const string Second = "aaaa0000000000000000000000000002";
    private const string Other = "bbbb0000000000000000000000000003";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _host = Build();
    private HostSession? _session;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HostedImports Imports => new(_session!);

    public async ValueTask InitializeAsync()
    {
        string[] ids = [First, Second, Other];
        _host.MapGet(HostStatus.Path, () => TypedResults.Json(new HostStatus
        {
            Product = HostStatus.ProductName,
            State = "Running",
            StateFolder = _folder.Path,
            ProcessId = Environment.ProcessId,
            RoutePrefix = "api",
        }));
        _host.MapGet("/api/imports", () => TypedResults.Json(new { items = ids.Select(Import) }));
        _host.MapGet("/api/imports/{id}", IResult (string id) => ids.Contains(id) ? TypedResults.Json(Import(id)) : TypedResults.Problem("There is no such import.", statusCode: 404));
        _host.MapPost("/api/imports/{id}/pause", () => TypedResults.Problem("It is over.", statusCode: 409));
        await _host.StartAsync(Stop);
        _session = await HostSession.FindRunningAsync(Arguments(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync();
        }

        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("bbbb", Other)]
    [InlineData("BBBB0000", Other)]
    [InlineData(First, First)]
    [InlineData("AAAA0000000000000000000000000002", Second)]
    public async Task An_id_is_its_beginning_without_case_when_no_other_begins_like_it(string typed, string id) =>
        Assert.Equal(id, (await Imports.FindAsync(typed, Stop)).Read<ImportView>().Id);

    [Fact]
    public async Task A_beginning_of_two_ids_is_refused_with_both()
    {
        var exception = await Assert.ThrowsAsync<CommandException>(() => Imports.FindAsync("aaaa", Stop));

        Assert.Equal(ExitCodes.Usage, exception.ExitCode);
        Assert.Equal($"2 imports begin with aaaa:\n  {First}  completed  one.csv\n  {Second}  completed  one.csv", exception.Message);
    }

    [Theory]
    [InlineData("cccc", "No import cccc is known: it does not exist, or it has expired. 'list' shows the known ones.")]
    [InlineData("bbbb0000000000000000000000000009", $"No import bbbb0000000000000000000000000009 is known: it does not exist, or it has expired. Did you mean:\n  {Other}  completed  one.csv")]
    public async Task An_unknown_one_is_refused_with_those_that_resemble_it(string typed, string message)
    {
        var exception = await Assert.ThrowsAsync<CommandException>(() => Imports.FindAsync(typed, Stop));

        Assert.Equal((ExitCodes.Usage, message), (exception.ExitCode, exception.Message));
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        var answer = await Imports.SendAsync(Other, "pause", Stop);

        Assert.Equal((HttpStatusCode.Conflict, "It is over."), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_host_that_has_gone_is_said_to_have()
    {
        await _host.StopAsync(Stop);

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => Imports.FindAsync("bbbb", Stop));

        Assert.Contains("does not answer any more", exception.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private static object Import(string id) => new
    {
        id,
        state = "completed",
        isFinal = true,
        fileName = "one.csv",
        receivedAt = DateTimeOffset.UnixEpoch,
        expiresAt = DateTimeOffset.UnixEpoch,
        commands = Array.Empty<string>(),
        url = $"http://localhost/api/imports/{id}",
    };

    private HostArguments Arguments() => new()
    {
        Port = new Uri(_host.Urls.Single()).Port,
        BlobPort = 0,
        QueuePort = 0,
        TablePort = 0,
        RedisPort = 0,
        StateFolder = _folder.Path,
        IsStateFolderChosen = true,
    };
}
