using System.Globalization;
using System.Net;
using System.Text.Json;

namespace BatchImport.EndToEnd.Tests;

/// <summary>Imports whose target does not answer accept commands, even after their host was killed, and do not delay other imports.</summary>
public sealed class CommandTests(HeldHost host) : IClassFixture<HeldHost>
{
    // One page, and one activity per row: the largest number in flight for one import.
    private const int Rows = 600;
    private const int ButFirst = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_whose_target_hangs_is_cancelled_and_tells_of_every_row()
    {
        using var gate = host.Target.Hold("cancelled", ButFirst);
        var id = await DropAsync("cancelled");
        await gate.ReachedAsync(Stop);

        Assert.Equal("cancelling", await SendAsync(id, "cancel"));

        var ended = await host.User.EndAsync(id);
        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        Assert.Equal(ButFirst, ended.GetProperty("succeeded").GetInt32());
        Assert.Single(host.User.Mails(id));
        var workbook = await host.User.WorkbookAsync(id);
        var rows = new[] { "Success", "Errors", "Not processed" }.SelectMany(sheet => workbook[sheet].Skip(1)).Select(row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, Rows), rows.Order());
        Assert.True(workbook["Not processed"].Length > 1);
    }

    [Fact]
    public async Task An_import_is_processed_while_the_target_of_another_one_hangs()
    {
        using var gate = host.Target.Hold("hanging", butFirst: 0);
        var hanging = await DropAsync("hanging");
        await gate.ReachedAsync(Stop);

        var other = await DropAsync("other");

        Assert.Equal(Rows, (await host.User.EndAsync(other)).GetProperty("succeeded").GetInt32());
        Assert.Equal("processing", await StateAsync(hanging));
        gate.Open();
        Assert.Equal(Rows, (await host.User.EndAsync(hanging)).GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task An_import_that_is_paused_stays_so_over_a_restart_until_it_is_resumed()
    {
        using var gate = host.Target.Hold("paused", ButFirst);
        var id = await DropAsync("paused");
        await gate.ReachedAsync(Stop);
        Assert.Equal("paused", await SendAsync(id, "pause"));

        host.Process.Kill();
        await host.Process.StartAsync(Stop);

        // Requests in flight are retried, and find that they must not begin.
        gate.Open();
        Assert.Equal("paused", await StateAsync(id));
        Assert.True(gate.Answered.Distinct(StringComparer.Ordinal).Count() < Rows);

        Assert.Equal("processing", await SendAsync(id, "resume"));
        var ended = await host.User.EndAsync(id);
        Assert.Equal(("completed", Rows), (ended.GetProperty("state").GetString(), ended.GetProperty("succeeded").GetInt32()));
        Assert.Equal(Rows, gate.Answered.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_move_that_is_not_possible_is_refused_with_those_that_are()
    {
        var id = await DropAsync("ended");
        await host.User.EndAsync(id);

        using var response = await host.User.Http.PostAsync($"api/imports/{id}/pause", content: null, Stop);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["resend"], problem.GetProperty("commands").EnumerateArray().Select(command => command.GetString()));
    }

    [Theory]
    [InlineData("", "cross-site")]
    [InlineData("/00000000000000000000000000000000/cancel", "cross-site")]
    [InlineData("/00000000000000000000000000000000/retry", "same-site")]
    public async Task A_page_of_another_site_changes_nothing(string path, string site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/imports{path}") { Headers = { { "Sec-Fetch-Site", site } } };

        using var response = await host.User.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<string> DropAsync(string name)
    {
        await host.User.DefineAsync(name, host.Target);
        return await host.User.DropIdsAsync(name, Rows);
    }

    /// <returns>The state of the import at that time.</returns>
    private async Task<string?> SendAsync(string id, string command)
    {
        using var response = await host.User.Http.PostAsync($"api/imports/{id}/{command}", content: null, Stop);
        var answer = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonElement.Parse(answer).GetProperty("state").GetString();
    }

    private async Task<string?> StateAsync(string id) => (await host.User.UntilAsync(id, _ => true, "be there")).GetProperty("state").GetString();
}
