using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace BatchImport.Tests.Pipeline;

/// <summary>Pause, resume and cancel, step by step over real storage and Redis.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportCommandTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Csv = "Name\nAda\nGrace\nHedy\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_import_begins_no_row_and_a_resumed_one_does()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var (request, slice) = await StagedAsync(fixture);
        var steering = fixture.Get<IImportCommandHandler>();

        Assert.True(await steering.HandleAsync(request.BatchId, ImportCommand.Pause, Stop));
        Assert.Equal(new ProcessedSlice(0, RunCommand.Pause), await fixture.Steps.ProcessAsync(slice, Stop));
        Assert.Equal(ImportState.Paused, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);

        Assert.True(await steering.HandleAsync(request.BatchId, ImportCommand.Resume, Stop));
        Assert.Equal(new ProcessedSlice(3, RunCommand.Continue), await fixture.Steps.ProcessAsync(slice, Stop));
    }

    [Fact]
    public async Task Looking_for_missing_rows_does_not_resume_a_paused_import()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var (request, _) = await StagedAsync(fixture);
        await fixture.Get<IImportCommandHandler>().HandleAsync(request.BatchId, ImportCommand.Pause, Stop);

        Assert.Equal([0], await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop));
        await fixture.Steps.StageAsync(request.BatchId, Stop);

        Assert.Equal(ImportState.Paused, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);
    }

    [Fact]
    public async Task A_cancelled_import_ends_with_a_workbook_that_has_every_row_and_a_mail_that_says_so()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var (request, slice) = await StagedAsync(fixture);
        await fixture.Steps.ProcessAsync(slice with { Count = 1 }, Stop);

        Assert.True(await fixture.Get<IImportCommandHandler>().HandleAsync(request.BatchId, ImportCommand.Cancel, Stop));
        Assert.Equal(RunCommand.Cancel, (await fixture.Steps.ProcessAsync(slice, Stop)).Command);
        Assert.Empty(await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        var ended = await fixture.EndAsync(request);

        Assert.Equal(ImportState.Cancelled, ended.State);
        Assert.Equal((3, 1, 0), (ended.Rows, ended.Succeeded, ended.Failed));
        var sheets = await fixture.WorkbookAsync(request);
        Assert.Equal(2, sheets["Success"].Length);
        Assert.Equal(3, sheets["Not processed"].Length);
        Assert.Contains("cancelled", Assert.Single(fixture.Mails()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_rows_are_done_can_not_be_cancelled_any_more()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var (request, slice) = await StagedAsync(fixture);
        await fixture.Steps.ProcessAsync(slice, Stop);
        await fixture.Steps.ComposeAsync(request.BatchId, Stop);

        Assert.False(await fixture.Get<IImportCommandHandler>().HandleAsync(request.BatchId, ImportCommand.Cancel, Stop));
        Assert.Equal(ImportState.Completed, (await fixture.EndAsync(request)).State);
    }

    [Fact]
    public async Task An_order_holds_when_redis_has_lost_it()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var (request, slice) = await StagedAsync(fixture);
        await fixture.Get<IImportCommandHandler>().HandleAsync(request.BatchId, ImportCommand.Pause, Stop);

        await fixture.Get<IConnectionMultiplexer>().GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");

        Assert.Equal(RunCommand.Pause, (await fixture.Steps.ProcessAsync(slice, Stop)).Command);
    }

    [Fact]
    public async Task A_target_that_hangs_does_not_keep_an_import_from_being_cancelled()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis, services => services.AddSingleton<IRowTarget, HangingTarget>());
        await fixture.DefineAsync("hanging", """{ "name": "hanging", "columns": [ { "name": "HangingName", "required": true } ], "target": "hangs" }""");
        var request = await fixture.DropAsync("names.csv", "HangingName\nAda\nGrace\n", ("owner", "ada@example.com"), ("definition", "hanging"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        var processing = fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 2), Stop);
        await HangingTarget.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        await fixture.Get<IImportCommandHandler>().HandleAsync(request.BatchId, ImportCommand.Cancel, Stop);

        Assert.Equal(2, (await processing.WaitAsync(TimeSpan.FromSeconds(20), Stop)).Written);
        await fixture.Steps.ComposeAsync(request.BatchId, Stop);
        var errors = (await fixture.WorkbookAsync(request))["Errors"];
        Assert.Equal(3, errors.Length);
        Assert.All(errors[1..], row => Assert.Contains("may have accepted the row", string.Join(' ', row), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_sent_again_is_a_mail_of_its_own()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("names.csv", Csv, ("owner", "ada@example.com"));
        await fixture.RunAsync(request);

        Assert.True(await fixture.Steps.SendAgainAsync(request.BatchId, Stop));

        Assert.Equal(2, fixture.Mails().Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Errors_are_told_as_they_come_and_rows_by_their_number()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("told", """{ "name": "told", "columns": [ { "name": "ToldAmount", "type": "integer", "required": true } ] }""");
        var request = await fixture.DropAsync("told.csv", "ToldAmount\n1\ntwo\n3\nfour\n", ("owner", "ada@example.com"), ("definition", "told"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        var rows = fixture.Get<IImportRows>();
        Assert.Null((await rows.FindAsync(request.BatchId, 2, Stop))!.Result);
        await fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 4), Stop);

        var first = await rows.ErrorsAsync(request.BatchId, 0, 1, null, Stop);
        var rest = await rows.ErrorsAsync(request.BatchId, first.Next, 10, null, Stop);

        Assert.Equal([3], first.Items.Select(item => item.Number));
        Assert.True(first.HasMore);
        Assert.Equal([5], rest.Items.Select(item => item.Number));
        Assert.False(rest.HasMore);
        Assert.Equal([5], (await rows.ErrorsAsync(request.BatchId, 0, 10, "FOUR", Stop)).Items.Select(item => item.Number));
        Assert.Equal("ToldAmount", ErrorText.ColumnOf(Assert.Single(rest.Items[0].Result!.Errors), rest.Items[0].Header));
        Assert.True((await rows.FindAsync(request.BatchId, 2, Stop))!.Result!.Succeeded);
        Assert.False((await rows.FindAsync(request.BatchId, 3, Stop))!.Result!.Succeeded);
        Assert.Null(await rows.FindAsync(request.BatchId, 1, Stop));
        Assert.Null(await rows.FindAsync(request.BatchId, 6, Stop));
    }

    private static async Task<(ImportRequest Request, RowSlice Slice)> StagedAsync(ImportFixture fixture)
    {
        var request = await fixture.DropAsync("names.csv", Csv, ("owner", "ada@example.com"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        return (request, new RowSlice(request.BatchId, 0, 0, 3));
    }

    private sealed class HangingTarget : IRowTarget
    {
        public static TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "hangs";

        public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
        {
            Reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return null;
        }
    }
}
