using System.Diagnostics;
using System.Globalization;
using System.Net;
using BatchImport.LocalHost.Services;

namespace BatchImport.FunctionApp.Tests;

/// <summary>The app while a service that it requires is unavailable.</summary>
public sealed class OutageTests(AppFixture shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endpoints_answer_503_with_a_problem_while_Redis_does_not_answer_and_no_process_is_left_when_the_host_is_killed()
    {
        var settings = shared.Settings(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Free()}"), "Outage");
        settings["AzureWebJobs.SpreadsheetDropped.Disabled"] = "true";
        settings["Redis__ConnectTimeout"] = "00:00:00.500";
        settings["Redis__SyncTimeout"] = "00:00:00.500";
        await using var app = await AppProcess.StartAsync(settings);
        using var http = new HttpClient { BaseAddress = app.Address };

        foreach (var path in (string[])["api/imports", "api/imports/00000000000000000000000000000000"])
        {
            using var response = await http.GetAsync(path, Stop);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Contains("Redis", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        using var worker = Process.GetProcessById(app.WorkerId);
        app.Kill();
        await worker.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }
}
