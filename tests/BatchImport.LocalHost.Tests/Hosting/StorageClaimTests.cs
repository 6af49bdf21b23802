using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.Hosting;

public sealed class StorageClaimTests(AzuriteServer azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly string _hub = "Hub" + Guid.NewGuid().ToString("N");

    private BlobServiceClient Account => new(azurite.ConnectionString);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_host_is_refused_with_the_first_one_s_address_and_the_options()
    {
        await using var first = await TakeAsync(Owner("first"));

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => TakeAsync(Owner("second")));

        Assert.StartsWith("The LocalHost at http://localhost:7071/ (process ", exception.Message, StringComparison.Ordinal);
        foreach (var part in new[] { Path.Combine(_folder.Path, "first"), Account.Uri.ToString(), _hub, "--blob-port", "AzureWebJobsStorage", "hubName" })
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_claim_ends_with_its_host_and_another_hub_is_another_claim()
    {
        await using (await TakeAsync(Owner("first")))
        {
            await using var other = await StorageClaim.TakeAsync(Account, _hub + "2", Owner("second"), _time, NullLogger.Instance, TestContext.Current.CancellationToken);
        }

        await using var next = await TakeAsync(Owner("second"));
    }

    [Fact]
    public async Task The_host_after_a_killed_one_on_the_same_folder_waits_for_nothing()
    {
        // Nothing releases this claim.
        _ = await TakeAsync(Owner("state"));

        await using var next = await TakeAsync(Owner("state"));
    }

    [Fact]
    public async Task A_host_of_this_machine_that_was_killed_does_not_keep_the_claim()
    {
        using var ended = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, UseShellExecute = false })!;
        var record = ProcessRecord.From(ended);
        await ended.WaitForExitAsync(TestContext.Current.CancellationToken);
        _ = await TakeAsync(Owner("killed") with { Process = record });

        await using var next = await TakeAsync(Owner("next"));
    }

    [Fact]
    public async Task A_killed_host_of_another_machine_keeps_its_claim_until_the_lease_ends()
    {
        _ = await TakeAsync(Owner("elsewhere") with { Machine = "elsewhere", Process = new ProcessRecord(1, DateTimeOffset.UnixEpoch) });

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => TakeAsync(Owner("next")));

        Assert.Contains("up to 60 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_learns_that_another_one_has_taken_its_claim()
    {
        await using var claim = await TakeAsync(Owner("first"));
        var blob = Account.GetBlobContainerClient(StorageClaim.ContainerName).GetBlobClient("locks/localhost/" + _hub.ToLowerInvariant());
        await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken);
        await using var second = await TakeAsync(Owner("second"));
        Assert.False(claim.Lost.IsCompleted);

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(15));
                return claim.Lost.IsCompleted;
            },
            "the loss is noticed");

        Assert.False(second.Lost.IsCompleted);
    }

    private ClaimOwner Owner(string folder) => ClaimOwner.ForThisProcess(new StateFolder(Path.Combine(_folder.Path, folder)), new Uri("http://localhost:7071/"));

    private Task<StorageClaim> TakeAsync(ClaimOwner owner) =>
        StorageClaim.TakeAsync(Account, _hub, owner, _time, NullLogger.Instance, TestContext.Current.CancellationToken);
}
