using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using BatchImport.Staging;
using BatchImport.Testing;
using MimeKit;

namespace BatchImport.EndToEnd.Tests;

/// <summary>From the dropped file to the mail, through blobs, triggers, the durable run, Redis, the workbook and HTTP.</summary>
public sealed class ImportTests(LocalHostFixture host)
{
    private const string Owner = "ada@example.com";

    private static readonly (string Name, string Value) Owned = ("owner", Owner);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("customers.xlsx")]
    [InlineData("customers.csv")]
    public async Task The_sample_ends_in_the_workbook_row_by_row_with_the_known_errors(string file)
    {
        var id = await host.DropAsync($"whole path/{file}", await File.ReadAllBytesAsync(Repository.PathOf("samples", file), Stop), Owned);

        var import = await host.EndAsync(id);

        Assert.Equal("completed", import.GetProperty("state").GetString());
        Assert.Equal(("customers", Owner, file), (Text(import, "definition"), Text(import, "owner"), Text(import, "fileName")));
        Assert.Equal((200, 200, 180, 20), (Number(import, "rows"), Number(import, "processed"), Number(import, "succeeded"), Number(import, "failed")));
        Assert.Equal("sent", Text(import, "mail"));

        var workbook = await host.WorkbookAsync(id);
        Assert.Equal(["Summary", "Success", "Errors"], workbook.Keys);
        var failed = SampleCustomers.Errors.Select(error => error.Row).ToHashSet();

        // Success: every other row, in order, with the types of the definition.
        Assert.Equal(SampleCustomers.Header, workbook["Success"][0]);
        var expected = Enumerable.Range(0, SampleCustomers.Count).Where(index => !failed.Contains(index + 2)).Select(index => SampleCustomers.Row(index).Select(Shown));
        Assert.Equal(expected, workbook["Success"].Skip(1).Select(row => row.Select(Shown)));

        // Errors: each failed row once, with its dropped values, its number, columns and reasons.
        Assert.Equal([.. SampleCustomers.Header, "Sheet row", "Error column", "Error reason"], workbook["Errors"][0]);
        var errors = workbook["Errors"].Skip(1).ToArray();
        Assert.Equal(failed.Order(), errors.Select(row => Convert.ToInt32(row[8], CultureInfo.InvariantCulture)));
        foreach (var row in errors)
        {
            var number = Convert.ToInt32(row[8], CultureInfo.InvariantCulture);
            Assert.Equal(SampleCustomers.Row(number - 2).Select(Dropped(file)), row.Take(8).Select(Dropped(file)));
            foreach (var (_, column, message) in SampleCustomers.Errors.Where(error => error.Row == number))
            {
                Assert.Contains(column, row[9]?.ToString(), StringComparison.Ordinal);
                Assert.Contains(message, row[10]?.ToString(), StringComparison.Ordinal);
            }
        }

        var mail = Assert.Single(host.Mails(id));
        Assert.Equal($"{file}: 180 of 200 rows imported, 20 errors", mail.Subject);
        Assert.Equal(Owner, Assert.Single(mail.To.Mailboxes).Address);
        Assert.Contains("\"ada.example.com\" is not an e-mail address", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal("customers-result.xlsx", Assert.IsType<MimePart>(Assert.Single(mail.Attachments), exactMatch: false).FileName);
    }

    [Fact]
    public async Task A_file_of_many_pages_goes_by_lanes_and_slices_and_comes_out_whole()
    {
        const int Rows = 6_321;
        var csv = new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, Rows).Select(number => $"{number},name {number}\n"));
        var id = await host.DropAsync("many pages.csv", Encoding.UTF8.GetBytes(csv.ToString()), Owned);

        var import = await host.EndAsync(id);

        Assert.Equal(("completed", Rows, Rows), (Text(import, "state"), Number(import, "rows"), Number(import, "succeeded")));
        var success = (await host.WorkbookAsync(id))["Success"];
        Assert.Equal(Enumerable.Range(1, Rows).Select(number => $"{number}"), success.Skip(1).Select(row => row[0]?.ToString()));

        // Seven pages, seven lanes, each of them an instance with the history of one page.
        var lanes = await host.App.DurableTaskClient.GetAllInstancesAsync(new(InstanceIdPrefix: $"{id}-lane-")).ToListAsync(Stop);
        Assert.Equal(7, lanes.Count);
    }

    [Fact]
    public async Task The_same_version_told_again_by_either_trigger_starts_nothing_and_a_new_version_starts_an_import()
    {
        var content = "No\n1\n"u8.ToArray();
        var first = await host.DropAsync("again.csv", content, Owned);
        var ended = await host.EndAsync(first);

        await TellByEventAsync("again.csv");
        await TellByEventAsync("again.csv");
        var second = await host.DropAsync("again.csv", content, Owned);
        await host.EndAsync(second);
        await TellByEventAsync("again.csv");

        Assert.NotEqual(first, second);
        Assert.Equal(Text(ended, "finishedAt"), Text(await host.EndAsync(first), "finishedAt"));
        Assert.Single(host.Mails(first));
        Assert.Single(host.Mails(second));
        var runs = await host.App.DurableTaskClient.GetAllInstancesAsync(new(InstanceIdPrefix: first)).Where(run => run.InstanceId == first).ToListAsync(Stop);
        Assert.Equal(DateTimeOffset.Parse(Text(ended, "receivedAt"), CultureInfo.InvariantCulture), Assert.Single(runs).CreatedAt, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_bad_file_is_rejected_with_one_mail_that_says_what_is_wrong()
    {
        var id = await host.DropAsync("bad.xlsx", "PK\u0003\u0004 not really"u8.ToArray(), Owned);

        var import = await host.EndAsync(id);

        Assert.Equal(("rejected", "sent"), (Text(import, "state"), Text(import, "mail")));
        Assert.StartsWith("bad.xlsx could not be imported", Assert.Single(host.Mails(id)).Subject, StringComparison.Ordinal);
        using var workbook = await host.Http.GetAsync($"api/imports/{id}/workbook", Stop);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (workbook.StatusCode, workbook.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_durable_endpoints_show_the_run_and_its_history_holds_neither_rows_nor_addresses()
    {
        var id = await host.DropAsync($"{Owner}/secret.csv", "Name\nZanzibar\n"u8.ToArray());
        await host.EndAsync(id);
        await host.App.DurableTaskClient.WaitForInstanceCompletionAsync(id, Stop);

        var status = JsonElement.Parse(await host.Http.GetStringAsync($"runtime/webhooks/durabletask/instances/{id}?showHistory=true&showHistoryOutput=true", Stop));
        var all = await host.Http.GetStringAsync("runtime/webhooks/durabletask/instances?showInput=true", Stop);

        Assert.Equal(("ImportOrchestration", "Completed", "Completed"), (Text(status, "name"), Text(status, "runtimeStatus"), Text(status, "output")));
        Assert.Contains(id, all, StringComparison.Ordinal);
        foreach (var text in (string[])[status.GetRawText(), all, .. host.Log.Lines])
        {
            Assert.DoesNotContain("Zanzibar", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Owner, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Imports_are_listed_newest_first_in_pages()
    {
        var older = await host.DropAsync("older.csv", "No\n1\n"u8.ToArray(), Owned);
        await host.EndAsync(older);
        var newer = await host.DropAsync("newer.csv", "No\n1\n"u8.ToArray(), Owned);
        await host.EndAsync(newer);

        var seen = new List<string>();
        for (var next = "api/imports?take=1"; next is not null;)
        {
            var page = JsonElement.Parse(await host.Http.GetStringAsync(next, Stop));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "id")));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        Assert.True(seen.IndexOf(newer) < seen.IndexOf(older));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("api/imports/00000000000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("api/imports/nonsense", HttpStatusCode.BadRequest)]
    [InlineData("api/imports?take=lots", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_answered_is_a_problem_with_a_reason(string path, HttpStatusCode status)
    {
        using var response = await host.Http.GetAsync(path, Stop);

        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(Text(JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)), "detail"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    /// <summary>A value in the format of the Success sheet.</summary>
    private static object? Shown(object? value) => value switch
    {
        DateOnly date => date.ToDateTime(TimeOnly.MinValue).ToOADate(),
        DateTime date => date.ToOADate(),
        decimal number => (double)number,
        _ => value,
    };

    /// <summary>A value in the format of the Errors sheet: the dropped one.</summary>
    private static Func<object?, object?> Dropped(string file) => value =>
        file.EndsWith(".csv", StringComparison.Ordinal) ? value is null or "" ? null : value is string ? value : SampleCustomers.Text(value) : Shown(value);

    /// <summary>Sends the event of a blob as Event Grid does.</summary>
    private async Task TellByEventAsync(string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent");
        request.Headers.Add("aeg-event-type", "Notification");
        request.Content = new StringContent(
            JsonSerializer.Serialize(new[]
            {
                new
                {
                    id = Guid.NewGuid().ToString(),
                    eventType = "Microsoft.Storage.BlobCreated",
                    subject = $"/blobServices/default/containers/{StorageContainers.ImportsName}/blobs/{name}",
                    eventTime = TimeProvider.System.GetUtcNow(),
                    data = new { api = "PutBlob", url = host.Blob(name).Uri.ToString() },
                    dataVersion = "",
                    metadataVersion = "1",
                },
            }),
            Encoding.UTF8,
            "application/json");
        using var response = await host.Http.SendAsync(request, Stop);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Stop)}");
    }
}
