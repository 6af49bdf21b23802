using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.LocalHost.Cli;
using BatchImport.LocalHost.Hosting;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BatchImport.LocalHost.Tests.Cli;

/// <summary>Imports as text of the command line, on a console that is not a terminal.</summary>
public sealed class ImportTextTests : IDisposable
{
    private const string Hostile = "[red]x[/]\u001b[2J\n.csv";
    private const string Harmless = @"[red]x[/]\u001b[2J\u000a.csv";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly StringWriter _said = new() { NewLine = "\n" };
    private readonly IAnsiConsole _console;

    public ImportTextTests() => _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_said), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });

    public void Dispose() => _said.Dispose();

    [Fact]
    public void No_imports_are_said_to_be_none()
    {
        ListCommand.Show(_console, new ImportPage([], Next: null), next: 20, _time);

        Assert.Equal("No imports.\n", _said.ToString());
    }

    [Fact]
    public void A_list_has_a_line_an_import_says_where_it_goes_on_and_is_steered_by_no_name()
    {
        ListCommand.Show(_console, new ImportPage([Import("0011223344556677", Hostile), Import("8899aabbccddeeff", "b.csv")], Next: "there"), next: 2, _time);

        var lines = Lines();
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("Id", lines[0].Trim(), StringComparison.Ordinal);
        Assert.Equal(["00112233", "processing", Harmless, "ada@example.com", "40/100", "30", "10", "2026-03-10", "12:00:00"], Words(lines[1]));
        Assert.StartsWith("8899aabb", lines[2].Trim(), StringComparison.Ordinal);
        Assert.Equal("There are more: --skip 2", lines[3]);
    }

    [Fact]
    public void Ids_are_as_long_as_tells_them_apart()
    {
        ImportListTable.Write(_console, [Import("00112233445566770", "a.csv"), Import("00112233445566771", "b.csv")], _time);

        Assert.Equal(["00112233445566770", "00112233445566771"], Lines()[1..].Select(line => Words(line)[0]));
    }

    [Fact]
    public void Details_say_all_that_is_known_and_nothing_that_is_not()
    {
        var import = Import("0011223344556677", Hostile) with { Follows = "ffee", Commands = ["pause", "cancel"], Url = "http://localhost/api/imports/1" };

        ImportDetails.Write(_console, import, new ErrorPage([new(7, Succeeded: false, [new("Email", "\u001b[2Jno address")], Reference: null)], Next: 1, HasMore: false), new Uri("http://localhost/#/1"), _time);

        var lines = Lines();
        Assert.Equal($"{Harmless} is processing", lines[0]);
        Assert.Contains("Import      " + import.Id, lines);
        Assert.Contains("Follows     ffee", lines);
        Assert.Contains("Rows        40/100 rows, 30 succeeded, 10 failed, 20/s, 0:00:03 left", lines);
        Assert.Contains("Possible    pause, cancel", lines);
        Assert.Contains("File        http://localhost/api/imports/1/original", lines);
        Assert.Contains("Errors, 1 of 10 rows:", lines);
        Assert.Contains(lines, line => line.Contains("Email", StringComparison.Ordinal) && line.Contains(@"\u001b[2Jno address", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("Workbook", StringComparison.Ordinal) || line.StartsWith("Problem", StringComparison.Ordinal));
    }

    [Fact]
    public void A_paused_import_has_no_rate()
    {
        var paused = Import("0011223344556677", "a.csv") with { State = ImportState.Paused, SecondsLeft = null };

        Assert.Equal("40/100 rows, 30 succeeded, 10 failed", ImportDisplay.Details(paused));
    }

    [Theory]
    [InlineData("Redis", null, "waiting for Redis since 11:42")]
    [InlineData("target crm.example.com", "503", "target crm.example.com does not answer since 11:42 (503)")]
    public void The_reason_of_a_wait_is_in_the_list_and_in_the_details(string service, string? detail, string expected)
    {
        var import = Import("0011223344556677", "a.csv") with { Waiting = new WaitView(service, detail, _time.GetUtcNow().AddMinutes(-18)) };

        ImportListTable.Write(_console, [import], _time);
        ImportDetails.Write(_console, import, new ErrorPage([], Next: 0, HasMore: false), new Uri("http://localhost/#/1"), _time);

        Assert.Contains("00112233: " + expected, Lines());
        Assert.Contains("Waiting     " + expected, Lines());
    }

    [Fact]
    public void An_import_that_has_ended_does_not_wait() =>
        Assert.Null(WaitText.Format(Import("00", "a.csv") with { IsFinal = true, Waiting = new WaitView("Redis", null, _time.GetUtcNow()) }, _time));

    private ImportView Import(string beginning, string file) => new()
    {
        Id = beginning.PadRight(32, '0'),
        State = ImportState.Processing,
        IsFinal = false,
        FileName = file,
        Owner = "ada@example.com",
        Rows = 100,
        Processed = 40,
        Succeeded = 30,
        Failed = 10,
        RowsPerSecond = 20,
        SecondsLeft = 3,
        ReceivedAt = _time.GetUtcNow(),
        StartedAt = _time.GetUtcNow(),
        ExpiresAt = _time.GetUtcNow().AddDays(7),
        Commands = [],
        Url = "http://localhost/api/imports/" + beginning.PadRight(32, '0'),
    };

    private string[] Lines() => _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
