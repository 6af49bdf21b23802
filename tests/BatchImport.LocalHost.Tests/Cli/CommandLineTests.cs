using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Cli;

/// <summary>The program as users run it: in a separate process.</summary>
public sealed class CommandLineTests : IAsyncDisposable
{
    private readonly HostProcess _host = new();
    private readonly TemporaryFolder _files = new();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "import", "--help")]
    [InlineData(0, "serve", "--help")]
    public async Task Help_has_examples(int exitCode, params string[] command)
    {
        var (code, output) = await RunAsync(command);

        Assert.Equal(exitCode, code);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("redis-server", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required command", new string[0])]
    [InlineData("Required argument missing", new[] { "import" })]
    [InlineData("There is no file 'missing.xlsx'", new[] { "import", "missing.xlsx" })]
    [InlineData("'.' is a folder", new[] { "import", "." })]
    [InlineData("--bogus", new[] { "serve", "--bogus" })]
    [InlineData("--timeout takes a number of seconds above 0", new[] { "import", "missing.xlsx", "--timeout", "0" })]
    [InlineData("'ada@example' is not", new[] { "import", "missing.xlsx", "--owner", "ada@example" })]
    public async Task A_wrong_command_line_ends_with_2_and_a_line_that_says_why(string message, string[] command)
    {
        var (code, output) = await RunAsync(command);

        Assert.Equal(2, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_imports_at_once_with_nothing_running_share_a_host_and_both_complete()
    {
        var first = RunAsync(["import", People(500), "--owner", "ada@example.com"]);
        var second = RunAsync(["import", _files.Write("others.csv", "Id,Name\n1,Ada\n2,Grace\n"), "--owner", "grace@example.com"]);

        var (firstCode, firstOutput) = await first;
        var (secondCode, secondOutput) = await second;

        Assert.True(firstCode == 0, firstOutput);
        Assert.True(secondCode == 0, secondOutput);
        Assert.Empty(_host.RunningServices());
    }

    [Fact]
    public async Task Import_starts_what_is_missing_names_mail_and_workbook_and_leaves_nothing_running()
    {
        var (code, output) = await RunAsync(["import", People(300), "--owner", "ada@example.com"]);

        Assert.True(code == 0, output);
        Assert.Contains("300 rows", output, StringComparison.Ordinal);
        Assert.True(File.Exists(PathAfter(output, "Workbook:")), output);
        Assert.EndsWith(".eml", PathAfter(output, "Mail:"), StringComparison.Ordinal);
        Assert.True(File.Exists(PathAfter(output, "Mail:")), output);
        Assert.Empty(_host.RunningServices());
        Assert.False(File.Exists(Path.Combine(_host.StateFolder, "run.json")));
    }

    [Fact]
    public async Task Import_of_a_file_that_is_rejected_ends_with_1_and_the_problem()
    {
        var (code, output) = await RunAsync(["import", _files.Write("empty.csv", ""), "--owner", "ada@example.com"]);

        Assert.Equal(1, code);
        Assert.Contains("The import was rejected: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_uses_the_host_that_serves_and_leaves_it_serving()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        var services = _host.RunningServices();

        var (code, output) = await RunAsync(["import", People(20), "--owner", "ada@example.com"]);

        Assert.True(code == 0, output);
        Assert.DoesNotContain("Starting the host", output, StringComparison.Ordinal);
        Assert.Equal(2, services.Count);
        Assert.Equal(services, _host.RunningServices());
        using var http = new HttpClient { BaseAddress = _host.Address };
        var status = await http.GetFromJsonAsync<JsonElement>("admin/host/status", TestContext.Current.CancellationToken);
        Assert.Equal("BatchImport.LocalHost", status.GetProperty("product").GetString());
        Assert.Equal(_host.StateFolder, status.GetProperty("stateFolder").GetString());
        Assert.Equal(_host.ProcessId, status.GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task A_second_host_on_the_same_state_folder_is_refused()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(["serve"]);

        Assert.Equal(1, code);
        Assert.Contains("Another host runs on the state folder", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_of_a_killed_host_are_taken_over_by_the_next_one_and_stopped_at_its_end()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        var services = _host.RunningServices();
        _host.Kill();
        Assert.Equal(2, services.Count);
        Assert.Equal(services, _host.RunningServices());

        var (code, output) = await RunAsync(["import", People(20), "--owner", "ada@example.com"]);

        Assert.True(code == 0, output);
        Assert.All(services, AssertGone);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task Serve_ends_with_0_at_a_signal_and_leaves_nothing_running(PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals to send.");
        await _host.StartAsync(TestContext.Current.CancellationToken);
        var services = _host.RunningServices();

        _host.Signal(signal);

        Assert.Equal(0, await _host.WaitForExitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, services.Count);
        Assert.All(services, AssertGone);
        Assert.False(File.Exists(Path.Combine(_host.StateFolder, "run.json")));
    }

    [Fact]
    public async Task An_import_that_Ctrl_C_interrupts_leaves_nothing_running_and_goes_on_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals to send.");
        const int Rows = 30_000;
        var (code, output) = await _host.RunAsync(["import", People(Rows), "--owner", "ada@example.com"], interruptAt: "Importing", TestContext.Current.CancellationToken);
        Assert.True(code == 130, output);
        Assert.Contains("its import continues", output, StringComparison.Ordinal);
        Assert.Empty(_host.RunningServices());

        await _host.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = _host.Address };
        await Eventually.HoldsAsync(
            async () =>
            {
                var imports = (await http.GetFromJsonAsync<JsonElement>("api/imports", TestContext.Current.CancellationToken)).GetProperty("items");
                return imports.GetArrayLength() == 1 && imports[0].GetProperty("state").GetString() == "completed" && imports[0].GetProperty("processed").GetInt32() == Rows;
            },
            "the import completes");
    }

    private static string PathAfter(string output, string word) => output.Split('\n').Single(line => line.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();

    private static void AssertGone(int processId) => Assert.DoesNotContain(
        System.Diagnostics.Process.GetProcesses(), process => process.Id == processId && !process.HasExited && !ProcessRecord.IsZombie(processId));

    private Task<(int ExitCode, string Output)> RunAsync(string[] command) =>
        _host.RunAsync(command, cancellationToken: TestContext.Current.CancellationToken);

    private string People(int rows) =>
        _files.Write("people.csv", "Id,Name\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"{i},Person {i}\n")));
}
