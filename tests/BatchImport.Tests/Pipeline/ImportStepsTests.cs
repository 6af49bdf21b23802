using System.Text;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Tests.Pipeline;

/// <summary>An import's steps over real storage and a real Redis-compatible server, without a durable engine.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportStepsTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Owner = "ada@example.com";

    private static readonly (string Name, string Value) Owned = ("owner", Owner);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_of_a_file_of_several_pages_is_in_the_workbook_once_and_in_order()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(2_345), Owned);

        var progress = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Completed, 2_345, 2_345, 0), (progress.State, progress.Rows, progress.Succeeded, progress.Failed));
        var success = (await fixture.WorkbookAsync(request))["Success"];
        Assert.Equal(["No", "Name"], success[0]);
        Assert.Equal(Enumerable.Range(1, 2_345).Select(number => $"{number}"), success.Skip(1).Select(row => row[0]?.ToString()));
    }

    [Fact]
    public async Task Every_step_done_twice_gives_what_it_gives_done_once()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(1_200), Owned);

        var progress = await fixture.RunAsync(request, times: 2);

        Assert.Equal((ImportState.Completed, 1_200, 0), (progress.State, progress.Succeeded, progress.Failed));
        Assert.Equal(1_201, (await fixture.WorkbookAsync(request))["Success"].Length);
        Assert.Single(fixture.Mails());
    }

    [Fact]
    public async Task A_workbook_is_not_written_while_a_row_has_no_result()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 9), Stop);

        Assert.False(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        Assert.False((await fixture.Steps.FindAsync(request.BatchId, Stop))?.HasWorkbook);
    }

    [Fact]
    public async Task A_failed_import_keeps_what_was_done_and_tells_its_owner()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 4), Stop);

        await fixture.Steps.FailAsync(request.BatchId, "ProcessRows", "Redis: no answer", Stop);
        var progress = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Failed, 4, MailState.Sent, true), (progress.State, progress.Succeeded, progress.Mail, progress.HasWorkbook));
        Assert.Contains("processing rows kept failing (Redis: no answer)", progress.Problem, StringComparison.Ordinal);
        var workbook = await fixture.WorkbookAsync(request);
        Assert.Equal(5, workbook["Success"].Length);
        Assert.Equal(7, workbook["Not processed"].Length);
        Assert.Contains("numbers.csv", Assert.Single(fixture.Mails()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_fails_before_its_rows_are_staged_tells_its_owner_too()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);

        await fixture.Steps.FailAsync(request.BatchId, "StageRows", null, Stop);
        var progress = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Failed, false, MailState.Sent), (progress.State, progress.HasWorkbook, progress.Mail));
        Assert.Single(fixture.Mails());
    }

    [Fact]
    public async Task Everything_kept_in_Redis_expires_a_week_after_the_file_arrived()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(1_500), Owned);
        await fixture.RunAsync(request);

        var keys = redis.Connection.GetServers()[0].Keys(pattern: $"{{{request.BatchId}}}*").ToArray();
        Assert.Equal(3, keys.Length);
        foreach (var key in keys)
        {
            var expires = await redis.Connection.GetDatabase().KeyExpireTimeAsync(key);
            Assert.Equal((request.ReceivedAt + TimeSpan.FromDays(7)).ToUnixTimeSeconds(), new DateTimeOffset(expires!.Value).ToUnixTimeSeconds(), 2.0);
        }
    }

    [Theory]
    [InlineData(1, null, 1, 1)]
    [InlineData(1_000, null, 1, 25)]
    [InlineData(9_500, null, 8, 95)]
    [InlineData(9_500, "bulk", 4, 95)]
    [InlineData(9_500, "HIGH", 10, 95)]
    [InlineData(9_500, "nonsense", 8, 95)]
    public async Task Lanes_follow_the_priority_and_never_outnumber_the_pages(int rows, string? priority, int lanes, int sliceRows)
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(rows), priority is null ? [Owned] : [Owned, ("priority", priority)]);

        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);

        Assert.Equal(new StagedImport(false, rows, (rows + 999) / 1_000, lanes, sliceRows), staged);
    }

    [Fact]
    public async Task A_files_own_folder_names_its_definition_and_its_owner()
    {
        await using var fixture = await WorldAsync();
        await fixture.DefineAsync("parts", """{ "name": "parts", "columns": [{ "name": "Part", "type": "integer", "required": true }] }""");
        var request = await fixture.DropAsync($"{Owner}/parts/list.csv", "Part,Name\n1,bolt\nx,nut\n");

        var progress = await fixture.RunAsync(request);

        Assert.Equal(("parts", Owner, "list.csv", 1, 1), (progress.Definition, progress.Owner, progress.FileName, progress.Succeeded, progress.Failed));
        var errors = (await fixture.WorkbookAsync(request))["Errors"];
        Assert.Equal(2, errors.Length);
        Assert.Equal(["x", "nut"], errors[1].Take(2));
    }

    [Fact]
    public async Task Neither_logs_nor_the_steps_answers_hold_a_rows_value_or_an_address()
    {
        await using var fixture = await WorldAsync(services => services.AddSingleton<IRowTarget>(new FlakyTarget()));
        await fixture.DefineAsync("secretive", """{ "name": "secretive", "target": "flaky", "columns": [{ "name": "Secret", "required": true }] }""");
        var request = await fixture.DropAsync("secretive/a.csv", "Secret,Name\nZanzibar1,bug\nZanzibar2,refused\nZanzibar3,fine\n", Owned);

        var progress = await fixture.RunAsync(request);

        Assert.Equal((1, 2), (progress.Succeeded, progress.Failed));
        Assert.NotEmpty(fixture.Log.Lines);
        Assert.DoesNotContain(fixture.Log.Lines, line => line.Contains("Zanzibar", StringComparison.Ordinal) || line.Contains(Owner, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_targets_faults_are_errors_of_their_rows_and_its_references_are_in_the_workbook()
    {
        await using var fixture = await WorldAsync(services => services.AddSingleton<IRowTarget>(new FlakyTarget()));
        await fixture.DefineAsync("flaky", """{ "name": "flaky", "target": "flaky", "columns": [{ "name": "Item", "required": true }] }""");
        var request = await fixture.DropAsync("flaky/a.csv", "Item,Name\n1,fine\n2,bug\n3,refused\n4,fine\n,fine\n", Owned);

        var progress = await fixture.RunAsync(request, times: 2);

        Assert.Equal((2, 3), (progress.Succeeded, progress.Failed));
        var workbook = await fixture.WorkbookAsync(request);
        Assert.Equal(["ref-2", "ref-5"], workbook["Success"].Skip(1).Select(row => row[^1]));
        var reasons = workbook["Errors"].Skip(1).Select(row => string.Join('|', row)).ToArray();
        Assert.Contains("target 'flaky' failed unexpectedly (InvalidOperationException)", reasons[0], StringComparison.Ordinal);
        Assert.Contains("no such part", reasons[1], StringComparison.Ordinal);
        Assert.Contains("a value is required", reasons[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_leads_to_the_workbook_without_a_key_and_saves_it_under_the_files_name()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("zählung 1.csv", Csv(3), Owned);
        var progress = await fixture.RunAsync(request);

        var link = await fixture.Steps.LinkToWorkbookAsync(progress, Stop);
        using var http = new HttpClient();
        using var response = await http.GetAsync(link, Stop);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("PK", Encoding.ASCII.GetString(await response.Content.ReadAsByteArrayAsync(Stop), 0, 2));
        Assert.Equal("zählung 1-result.xlsx", response.Content.Headers.ContentDisposition?.FileNameStar);
    }

    private static string Csv(int rows) => ImportFixture.Numbers(rows);

    private Task<ImportFixture> WorldAsync(Action<IServiceCollection>? configure = null) => ImportFixture.CreateAsync(azurite, redis, configure);

    /// <summary>A target that fails or refuses, depending on the second column.</summary>
    private sealed class FlakyTarget : IRowTarget
    {
        public string Name => "flaky";

        public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return row.Values[1].Text switch
            {
                "bug" => throw new InvalidOperationException($"{row.Values[0].Text} broke it"),
                "refused" => throw new RowRefusedException("no such part"),
                _ => $"ref-{row.Number}",
            };
        }
    }
}
