using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Azure.Storage.Queues;
using BatchImport.EndToEnd.Tests;
using BatchImport.Staging;
using BatchImport.Testing;
using DurableTask.AzureStorage;
using DurableTask.Core;

namespace BatchImport.FunctionApp.Tests;

/// <summary>The watchdog on Durable Functions' own storage: imports whose orchestration was ended by hand, and files that the blob trigger gave up.</summary>
public sealed class StrandedTests(AppFixture app)
{
    private const int Rows = 4;
    private const int ButFirst = 1;

    // https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#poison-blobs
    private const string PoisonName = "webjobs-blobtrigger-poison";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_whose_orchestration_was_terminated_ends_with_its_workbook_and_mail()
    {
        using var gate = app.Target.Hold("terminated", ButFirst);
        var id = await TerminatedAsync("terminated", gate);

        await LookAsync(app.User);
        var import = await app.User.EndAsync(id);

        Assert.Equal(("failed", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
        Assert.Contains("The import was terminated", import.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(app.User.Mails(id));
        var workbook = await app.User.WorkbookAsync(id);
        var listed = new[] { "Success", "Errors", "Not processed" }.SelectMany(sheet => workbook[sheet].Skip(1)).Select(static row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, Rows), listed.Order());
    }

    [Fact]
    public async Task A_command_ends_such_an_import_at_once()
    {
        await AwayFromTimerAsync();
        using var gate = app.Target.Hold("terminated-and-cancelled", ButFirst);
        var id = await TerminatedAsync("terminated-and-cancelled", gate);

        using var cancelled = await app.User.Http.PostAsync($"api/imports/{id}/cancel", content: null, Stop);
        var import = await app.User.EndAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Equal(("cancelled", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
    }

    [Fact]
    public async Task A_file_that_its_trigger_gave_up_is_imported()
    {
        // The trigger is off, as it delivers no version again that it has given up.
        await using var azurite = new AzuriteServer();
        var settings = app.Settings(app.Redis.ConnectionString, "Poison");
        settings["AzureWebJobsStorage"] = azurite.ConnectionString;
        settings["AzureWebJobs.SpreadsheetDropped.Disabled"] = "true";
        await using var other = await AppProcess.StartAsync(settings);
        using var user = new HostUser(other.Address, azurite.ConnectionString, app.Outbox);
        var id = await user.DropAsync("poisoned.csv", BinaryData.FromString("No\n1\n"), ("owner", "ada@example.com"));
        var queue = new QueueClient(azurite.ConnectionString, PoisonName, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync(cancellationToken: Stop);
        await queue.SendMessageAsync(
            $$"""{"Type":"BlobTrigger","FunctionId":"Host.Functions.SpreadsheetDropped","BlobType":"BlockBlob","ContainerName":"{{StorageContainers.ImportsName}}","BlobName":"poisoned.csv","ETag":"\"0\""}""", Stop);

        await LookAsync(user);

        Assert.Equal("completed", (await user.EndAsync(id)).GetProperty("state").GetString());
        Assert.Single(user.Mails(id));
    }

    private async Task<string> TerminatedAsync(string name, HeldTarget.Gate gate)
    {
        await app.User.DefineAsync(name, app.Target);
        var id = await app.User.DropIdsAsync(name, Rows);
        await gate.ReachedAsync(Stop);
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            TaskHubName = "BatchImport",
            StorageAccountClientProvider = new StorageAccountClientProvider(app.Storage),
        });
        var run = new OrchestrationInstance { InstanceId = id };
        var client = new TaskHubClient(service);
        await client.TerminateInstanceAsync(run, "by hand");
        var ended = await client.WaitForOrchestrationAsync(run, TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(OrchestrationStatus.Terminated, ended.OrchestrationStatus);
        return id;
    }

    // The timer of the watchdog, at second 40 of each minute, would end the import before the command.
    private static async Task AwayFromTimerAsync()
    {
        while (TimeProvider.System.GetUtcNow().Second is >= 25 and < 45)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), Stop);
        }
    }

    private static async Task LookAsync(HostUser user)
    {
        using var accepted = await user.Http.PostAsync("admin/functions/EndStrandedImports", JsonContent.Create(new { }), Stop);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }
}
