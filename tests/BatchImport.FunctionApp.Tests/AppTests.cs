using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.FunctionApp.Tests;

/// <summary>The deployed app, from the dropped file to the mail: the genuine worker, Durable Task extension and blob listener.</summary>
public sealed class AppTests(AppFixture app)
{
    private const string Owner = "ada@example.com";

    private static readonly (string Name, string Value) Owned = ("owner", Owner);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_function_of_the_library_is_loaded()
    {
        // One attribute for each function, in the sources of the library.
        var declared = Directory.EnumerateFiles(Repository.PathOf("src", "BatchImport.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(static line => line.TrimStart().StartsWith("[Function(", StringComparison.Ordinal));

        Assert.Equal(BuiltApp.Functions().Order(StringComparer.Ordinal), app.App.Functions.Order(StringComparer.Ordinal));
        Assert.Equal(declared, app.App.Functions.Count);
    }

    [Fact]
    public async Task The_sample_ends_in_a_workbook_with_every_row_and_a_mail()
    {
        var id = await app.User.DropAsync("customers.xlsx", BinaryData.FromBytes(await File.ReadAllBytesAsync(Repository.PathOf("samples", "customers.xlsx"), Stop)), Owned);

        var import = await app.User.EndAsync(id);

        Assert.Equal(("completed", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
        Assert.Equal((200, 180, 20), (Number(import, "rows"), Number(import, "succeeded"), Number(import, "failed")));
        var failed = SampleCustomers.Errors.Select(static error => error.Row).ToHashSet();
        var workbook = await app.User.WorkbookAsync(id);
        Assert.Equal(SampleCustomers.Header, workbook["Success"][0]);
        Assert.Equal(
            Enumerable.Range(0, SampleCustomers.Count).Where(index => !failed.Contains(index + 2)).Select(static index => SampleCustomers.Row(index).Select(Shown)),
            workbook["Success"].Skip(1).Select(static row => row.Select(Shown)));
        var errors = workbook["Errors"].Skip(1).ToArray();
        Assert.Equal(failed.Order(), errors.Select(SheetRow));
        foreach (var row in errors)
        {
            Assert.Equal(SampleCustomers.Row(SheetRow(row) - 2).Select(Shown), row.Take(8).Select(Shown));
            Assert.All(
                SampleCustomers.Errors.Where(error => error.Row == SheetRow(row)),
                error => Assert.Contains(error.Message, row[10]?.ToString(), StringComparison.Ordinal));
        }

        Assert.Equal("customers.xlsx: 180 of 200 rows imported, 20 errors", Assert.Single(app.User.Mails(id)).Subject);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_rejected_with_a_mail()
    {
        var id = await app.User.DropAsync("bad.xlsx", BinaryData.FromString("PK\u0003\u0004 not really"), Owned);

        var import = await app.User.EndAsync(id);

        Assert.Equal(("rejected", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
        Assert.StartsWith("bad.xlsx could not be imported", Assert.Single(app.User.Mails(id)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_activity_keeps_failing_ends_as_failed_with_a_mail()
    {
        using var gate = app.Target.Hold("failing", butFirst: 0);
        await app.User.DefineAsync("failing", app.Target);
        var id = await app.User.DropIdsAsync("failing", rows: 4);
        await gate.ReachedAsync(Stop);

        // The rows are read; the workbook, which reads them again, cannot be written.
        var staging = new BlobServiceClient(app.Storage).GetBlobContainerClient(StorageContainers.StagingName);
        await staging.DeleteBlobAsync($"{id}/pages/000000", cancellationToken: Stop);
        gate.Open();
        var import = await app.User.EndAsync(id);

        Assert.Equal(("failed", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
        Assert.Contains("writing the result workbook kept failing", import.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(app.User.Mails(id));
    }

    [Fact]
    public async Task The_timer_purges_the_runs_of_expired_imports_and_no_others()
    {
        var expired = await app.User.DropAsync("expired.csv", BinaryData.FromString("No\n1\n"), Owned);
        var recent = await app.User.DropAsync("recent.csv", BinaryData.FromString("No\n1\n"), Owned);
        await app.User.EndAsync(expired);
        await app.User.EndAsync(recent);
        var instances = new TableClient(app.Storage, "BatchImportInstances");
        var run = await EndedRunAsync(instances, expired);
        run["CreatedTime"] = run.GetDateTimeOffset("CreatedTime") - TimeSpan.FromDays(30);
        await instances.UpdateEntityAsync(run, run.ETag, TableUpdateMode.Merge, Stop);

        using var purged = await app.User.Http.PostAsync("admin/functions/ForgetImports", JsonContent.Create(new { }), Stop);

        Assert.Equal(HttpStatusCode.Accepted, purged.StatusCode);
        Assert.DoesNotContain(expired, await RunsAsync(expired));
        Assert.Contains(recent, await RunsAsync(recent));
    }

    // An import is final before its run ends, which writes the entity once more.
    private static async Task<TableEntity> EndedRunAsync(TableClient instances, string id)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            TableEntity run = await instances.GetEntityAsync<TableEntity>(id, "", cancellationToken: patience.Token);
            if (run.GetString("RuntimeStatus") == "Completed")
            {
                return run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    private async Task<IReadOnlyList<string?>> RunsAsync(string id) =>
        [.. JsonElement.Parse(await app.User.Http.GetStringAsync($"api/imports/{id}/instances", Stop)).EnumerateArray().Select(static run => run.GetProperty("id").GetString())];

    private static int SheetRow(object?[] row) => Convert.ToInt32(row[8], CultureInfo.InvariantCulture);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    /// <summary>A value in the format of a sheet.</summary>
    private static object? Shown(object? value) => value switch
    {
        DateOnly date => date.ToDateTime(TimeOnly.MinValue).ToOADate(),
        DateTime date => date.ToOADate(),
        decimal number => (double)number,
        _ => value,
    };
}
