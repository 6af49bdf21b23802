using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Tests.Pipeline;

/// <summary>Files that are dropped again, and files of which only metadata changes.</summary>
[Trait("Speed", "Slow")]
public sealed class RepeatedContentTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Csv = "Id\n1\n2\n";

    private static readonly (string Name, string Value) Owner = ("owner", "ada@example.com");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_of_metadata_or_content_type_imports_nothing_while_the_import_runs_and_after_it()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var first = await fixture.DropAsync("a.csv", Csv, Owner);
        var staged = await fixture.Steps.StageAsync(first.BatchId, Stop);

        await AssertNothingAsync(fixture, await MarkAsync(fixture, "a.csv", Owner, ("colour", "red")));
        await fixture.ProcessAsync(first, staged);
        Assert.True(await fixture.Steps.ComposeAsync(first.BatchId, Stop));
        Assert.Equal(ImportState.Completed, (await fixture.EndAsync(first)).State);
        await AssertNothingAsync(fixture, await MarkAsync(fixture, "a.csv", Owner, ("colour", "blue")));
        await fixture.Blob("a.csv").SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/csv", ContentHash = first.ContentMd5 is { } hash ? Convert.FromBase64String(hash) : null }, cancellationToken: Stop);
        await AssertNothingAsync(fixture, await AcceptAsync(fixture, "a.csv"));

        Assert.Single(fixture.Mails());
    }

    [Fact]
    public async Task A_change_of_metadata_imports_a_file_that_was_rejected()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        Assert.Equal("no-owner", (await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv))).ProblemCode);

        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(await MarkAsync(fixture, "a.csv", Owner))).State);
    }

    [Fact]
    public async Task The_same_content_is_refused_while_the_earlier_import_runs_and_after_all_its_rows_succeeded()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var first = await fixture.DropAsync("a.csv", Csv, Owner);
        var staged = await fixture.Steps.StageAsync(first.BatchId, Stop);

        var second = await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, Owner));
        await fixture.ProcessAsync(first, staged);
        Assert.True(await fixture.Steps.ComposeAsync(first.BatchId, Stop));
        Assert.Equal(ImportState.Completed, (await fixture.EndAsync(first)).State);
        var third = await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, Owner), times: 2);

        Assert.Equal((ImportState.Rejected, "same-content", MailState.Sent), (second.State, second.ProblemCode, second.Mail));
        Assert.Contains($"import {first.BatchId}, which still runs", second.Problem, StringComparison.Ordinal);
        Assert.Equal((ImportState.Rejected, "same-content"), (third.State, third.ProblemCode));
        Assert.Contains($"import {first.BatchId}, which imported all rows", third.Problem, StringComparison.Ordinal);
        Assert.Contains("again=true", third.Problem, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Mails().Length);
    }

    [Fact]
    public async Task Content_that_was_written_in_blocks_is_recognized_by_its_bytes()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var first = await DropBlocksAsync(fixture, Csv);
        Assert.Null(first.ContentMd5);
        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(first, times: 2)).State);

        Assert.Equal("same-content", (await fixture.RunAsync(await DropBlocksAsync(fixture, Csv))).ProblemCode);
        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(await DropBlocksAsync(fixture, "Id\n1\n3\n"))).State);
    }

    [Theory]
    [InlineData("a.csv", "Id\n1\n3\n", null, null)]
    [InlineData("b.csv", Csv, null, null)]
    [InlineData("a.csv", Csv, "again", "true")]
    [InlineData("a.csv", Csv, "definition", "numbers")]
    [InlineData("a.csv", Csv, "headerrow", "1")]
    public async Task Other_content_another_name_other_rules_and_again_run(string name, string csv, string? metadata, string? value)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("numbers", """{ "name": "numbers", "columns": [ { "name": "Id", "type": "integer" } ] }""");
        await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, Owner, ("definition", "open")));

        var second = await fixture.RunAsync(await fixture.DropAsync(name, csv, metadata is null ? [Owner, ("definition", "open")] : metadata == "definition" ? [Owner, (metadata, value!)] : [Owner, ("definition", "open"), (metadata, value!)]));

        Assert.Equal((ImportState.Completed, 2), (second.State, second.Succeeded));
    }

    [Fact]
    public async Task The_same_content_runs_when_rows_of_the_earlier_import_were_errors()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("numbers", """{ "name": "numbers", "columns": [ { "name": "Id", "type": "integer" } ] }""");
        Assert.Equal(1, (await fixture.RunAsync(await fixture.DropAsync("a.csv", "Id\n1\nx\n", Owner, ("definition", "numbers")))).Failed);

        var second = await fixture.RunAsync(await fixture.DropAsync("a.csv", "Id\n1\nx\n", Owner, ("definition", "numbers")));

        Assert.Equal((ImportState.Completed, 1), (second.State, second.Succeeded));
    }

    [Fact]
    public async Task Again_counts_once_for_a_blob()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.RunAsync(await fixture.DropAsync("a.csv", Csv, Owner, ("Again", "true")));

        await AssertNothingAsync(fixture, await MarkAsync(fixture, "a.csv", Owner, ("Again", "true"), ("colour", "red")));
        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(await MarkAsync(fixture, "a.csv", Owner, ("again", "2")))).State);
    }

    [Fact]
    public async Task Of_two_uploads_of_the_same_file_at_the_same_time_one_runs()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var uploads = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => fixture.DropAsync($"{number}/a.csv", Csv, Owner, ("uploaded", "true"))));

        var staged = await Task.WhenAll(uploads.Select(upload => fixture.Steps.StageAsync(upload.BatchId, Stop)));
        var repeated = await Task.WhenAll(uploads.Select(upload => fixture.Steps.StageAsync(upload.BatchId, Stop)));

        Assert.Single(staged, static each => !each.IsRejected);
        Assert.Equal(staged, repeated);
        Assert.False((await fixture.Steps.StageAsync((await fixture.DropAsync("9/a.csv", Csv, ("owner", "grace@example.com"), ("uploaded", "true"))).BatchId, Stop)).IsRejected);
    }

    private static async Task AssertNothingAsync(ImportFixture fixture, ImportRequest request)
    {
        Assert.True((await fixture.Steps.StageAsync(request.BatchId, Stop)).IsSuperseded);
        Assert.True((await fixture.Steps.StageAsync(request.BatchId, Stop)).IsSuperseded);
        Assert.Null(await fixture.Steps.FindAsync(request.BatchId, Stop));
    }

    private static async Task<ImportRequest> MarkAsync(ImportFixture fixture, string name, params (string Name, string Value)[] metadata)
    {
        await fixture.Blob(name).SetMetadataAsync(metadata.ToDictionary(static each => each.Name, static each => each.Value, StringComparer.OrdinalIgnoreCase), cancellationToken: Stop);
        return await AcceptAsync(fixture, name);
    }

    private static async Task<ImportRequest> DropBlocksAsync(ImportFixture fixture, string csv)
    {
        var blob = fixture.Blob("blocks.csv").GetParentBlobContainerClient().GetBlockBlobClient("blocks.csv");
        var id = Convert.ToBase64String("0"u8);
        await blob.StageBlockAsync(id, new MemoryStream(Encoding.UTF8.GetBytes(csv)), cancellationToken: Stop);
        await blob.CommitBlockListAsync([id], new CommitBlockListOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Owner.Name] = Owner.Value } }, Stop);
        return await AcceptAsync(fixture, "blocks.csv");
    }

    private static async Task<ImportRequest> AcceptAsync(ImportFixture fixture, string name)
    {
        var files = fixture.Get<IDroppedFiles>();
        var request = await files.LookAsync(fixture.Blob(name), Stop) ?? throw new InvalidOperationException($"{name} is not there.");
        await files.AcceptAsync(request, Stop);
        return request;
    }
}
