using System.Text;
using System.Text.Json;

namespace BatchImport.EndToEnd.Tests;

/// <summary>The commands for imports of a running host, as users and scripts enter them.</summary>
public sealed class CommandLineTests(HeldHost host) : IClassFixture<HeldHost>
{
    // More than the rows of one import that can be in flight.
    private const int Rows = 100;
    private const int ButFirst = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_is_listed_and_shown_paused_resumed_and_followed_to_its_end()
    {
        using var gate = host.Target.Hold("steered", ButFirst);
        var id = await DropAsync("steered", Rows);
        await gate.ReachedAsync(Stop);

        await ExpectAsync(0, "steered.csv is paused: ", "pause", id[..8]);
        await ExpectAsync(1, "Possible now: resume, cancel.", "retry", id[..8]);
        var listed = Json(await ExpectAsync(0, id, "list", "--only", "paused", "--json"));
        Assert.Equal(id, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        await ExpectAsync(0, "steered.csv", "list", "--only", "paused");
        await ExpectAsync(0, "No imports.", "list", "--only", "rejected");
        await ExpectAsync(0, "Possible    resume, cancel", "show", id[..8]);
        gate.Open();
        var resumed = await ExpectAsync(0, $"Completed: {Rows} rows, {Rows} succeeded, 0 failed.", "resume", id[..8], "--wait");
        Assert.True(File.Exists(PathAfter(resumed, "Workbook:")), resumed);
        Assert.True(File.Exists(PathAfter(resumed, "Mail:")), resumed);

        var shown = Json(await ExpectAsync(0, id, "show", id, "--json"));
        Assert.Equal(("completed", Rows), (shown.GetProperty("state").GetString(), shown.GetProperty("succeeded").GetInt32()));
        await ExpectAsync(0, "The mail about steered.csv was sent again to ada@example.com.", "resend", id);
        Assert.Equal(2, host.User.Mails(id).Count);
    }

    [Fact]
    public async Task An_import_whose_target_hangs_is_cancelled_and_its_workbook_named()
    {
        using var gate = host.Target.Hold("dropped", ButFirst);
        var id = await DropAsync("dropped", Rows);
        await gate.ReachedAsync(Stop);

        var cancelled = await ExpectAsync(0, $"Cancelled: {Rows} rows, {ButFirst} succeeded, ", "cancel", id[..8], "--wait");

        Assert.Contains("not processed", cancelled, StringComparison.Ordinal);
        Assert.True(File.Exists(PathAfter(cancelled, "Workbook:")), cancelled);
    }

    [Fact]
    public async Task Failed_rows_run_again_as_an_import_that_is_followed_to_its_end()
    {
        await host.User.DefineAsync("mixed", host.Target);
        var ids = new StringBuilder("Id\n[red]\u001b[2J[/]\n").AppendJoin('\n', Enumerable.Range(1, Rows)).ToString();
        var id = await host.User.DropAsync("mixed.csv", BinaryData.FromString(ids), ("owner", "ada@example.com"), ("definition", "mixed"));
        Assert.Equal(1, (await host.User.EndAsync(id)).GetProperty("failed").GetInt32());

        var shown = await ExpectAsync(0, "Errors, 1 of 1 rows:", "show", id[..8]);
        Assert.Contains("[red]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
        var retried = await ExpectAsync(0, "Completed: 1 rows, 0 succeeded, 1 failed.", "retry", id[..8], "--wait");
        Assert.Contains($"Follows:  import {id}", retried, StringComparison.Ordinal);
        await ExpectAsync(1, "Possible now:", "cancel", id);
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_missing()
    {
        await ExpectAsync(2, "No import ffffffff is known", "show", "ffffffff");
        await ExpectAsync(2, "'nonsense' is not the id of an import", "cancel", "nonsense");
        var (code, output) = await host.Process.AskAsync(["list", "--state", Path.Combine(host.Process.StateFolder, "other"), "--port", "0"], Stop);
        Assert.Equal(1, code);
        Assert.Contains("No host serves on the state folder", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(host.Process.StateFolder, "other")));
    }

    private static JsonElement Json(string output) => JsonElement.Parse(output);

    private static string PathAfter(string output, string word) => output.Split('\n').Single(line => line.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();

    private async Task<string> DropAsync(string name, int rows)
    {
        await host.User.DefineAsync(name, host.Target);
        return await host.User.DropIdsAsync(name, rows);
    }

    /// <returns>The text on standard output and standard error.</returns>
    private async Task<string> ExpectAsync(int exitCode, string part, params string[] command)
    {
        var (code, output) = await host.Process.AskAsync([.. command, .. host.Process.FindingArguments], Stop);
        Assert.True(code == exitCode, $"{string.Join(' ', command)} ended with {code}:\n{output}");
        Assert.Contains(part, output, StringComparison.Ordinal);
        return output;
    }
}
