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
    public async Task Results_that_Redis_lost_are_found_missing_and_made_up_for()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(3_000), Owned);
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.ProcessAsync(request, staged);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:page:1");
        await redis.Connection.GetDatabase().HashDeleteAsync($"{{{request.BatchId}}}:page:2", "7");

        var incomplete = await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop);
        Assert.Equal([1, 2], incomplete);
        await fixture.ProcessAsync(request, staged, incomplete);
        Assert.Empty(await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        var progress = await fixture.EndAsync(request);

        // The running counters counted the lost rows twice; the end counts the stored results.
        Assert.Equal((3_000, 0), (progress.Succeeded, progress.Failed));
    }

    [Fact]
    public async Task An_import_whose_progress_Redis_lost_is_told_again_from_its_documents()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");

        var progress = await fixture.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((ImportState.Processing, 10, "numbers.csv", Owner), (progress?.State, progress?.Rows, progress?.FileName, progress?.Owner));

        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        await fixture.ProcessAsync(request, staged);
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        var ended = await fixture.EndAsync(request);
        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));

        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        var told = await fixture.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (told?.State, told?.Succeeded, told?.Mail));
    }

    [Fact]
    public async Task An_import_whose_progress_Redis_lost_while_its_rows_were_staged_goes_on_from_there()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(3), Owned);
        var progress = fixture.Get<ProgressTracker>();
        await progress.TransitionAsync(request.BatchId, ImportState.Staging, ProgressChange.None, Stop);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        Assert.Equal(ImportState.Queued, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);

        await progress.TransitionAsync(request.BatchId, ImportState.Processing, ProgressChange.None, Stop);

        Assert.Equal(ImportState.Processing, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);
    }

    [Fact]
    public async Task A_status_restored_too_late_does_not_keep_an_import_from_its_end()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.ProcessAsync(request, await fixture.Steps.StageAsync(request.BatchId, Stop));
        var reader = await fixture.Get<ProgressTracker>().ReadDocumentsAsync(request.BatchId, Stop);
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));

        // Redis loses everything, and a reader that had read the documents before restores what it knew.
        await redis.Connection.GetDatabase().KeyDeleteAsync([$"{{{request.BatchId}}}:import", $"{{{request.BatchId}}}:page:0"]);
        await fixture.Get<IResultStore>().CreateAsync(reader!, Stop);
        Assert.Equal(ImportState.Processing, (await fixture.Steps.FindAsync(request.BatchId, Stop))?.State);
        var ended = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));
    }

    [Fact]
    public async Task An_import_with_its_workbook_does_not_fail_when_its_orchestration_is_lost()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.ProcessAsync(request, await fixture.Steps.StageAsync(request.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        await redis.Connection.GetDatabase().KeyDeleteAsync([$"{{{request.BatchId}}}:import", $"{{{request.BatchId}}}:page:0"]);

        await fixture.Steps.FailAsync(request.BatchId, "ImportOrchestration", "the orchestration is terminated", Stop);
        var ended = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));
        Assert.Equal(11, (await fixture.WorkbookAsync(request))["Success"].Length);
    }

    [Fact]
    public async Task Imports_that_Redis_lost_are_listed_again()
    {
        await using var fixture = await WorldAsync();
        var ended = await fixture.DropAsync("ended.csv", Csv(3), Owned);
        await fixture.ProcessAsync(ended, await fixture.Steps.StageAsync(ended.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(ended.BatchId, Stop));
        await fixture.EndAsync(ended);
        var open = await fixture.DropAsync("open.csv", Csv(3), Owned);
        await fixture.Steps.StageAsync(open.BatchId, Stop);
        var database = redis.Connection.GetDatabase();
        await database.KeyDeleteAsync([$"{{{ended.BatchId}}}:import", $"{{{open.BatchId}}}:import", "imports:complete"]);
        await database.SortedSetRemoveAsync("imports", [ended.BatchId, open.BatchId]);
        Assert.Empty(await ListedAsync());

        await fixture.Steps.RestoreLostAsync(Stop);

        Assert.Equal([(open.BatchId, ImportState.Processing), (ended.BatchId, ImportState.Completed)], await ListedAsync());
        Assert.True(await fixture.Get<IResultStore>().ListsAllAsync(Stop));

        async Task<IEnumerable<(string, ImportState)>> ListedAsync() =>
            (await fixture.Steps.ListAsync(new ImportFilter(), 0, 1_000, Stop)).Where(each => each.BatchId == ended.BatchId || each.BatchId == open.BatchId)
            .OrderByDescending(each => each.ReceivedAt).Select(each => (each.BatchId, each.State));
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

    private static string Csv(int rows) =>
        new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, rows).Select(number => $"{number},name {number}\n")).ToString();

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
