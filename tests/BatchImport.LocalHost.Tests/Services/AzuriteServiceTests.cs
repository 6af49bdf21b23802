using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class AzuriteServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = Ports.Free(3);

    private AzuriteOptions Options => new()
    {
        InstallFolder = AzuriteServer.SharedInstallFolder,
        DataFolder = Path.Combine(_folder.Path, "data"),
        LogFolder = _folder.Path,
        BlobPort = _ports[0],
        QueuePort = _ports[1],
        TablePort = _ports[2],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_stored_is_there_after_a_stop_and_a_start()
    {
        await using (var first = await StartAsync())
        {
            await new BlobServiceClient(first.ConnectionString).CreateBlobContainerAsync("kept", cancellationToken: TestContext.Current.CancellationToken);
        }

        await using var second = await StartAsync();
        Assert.True(await new BlobServiceClient(second.ConnectionString).GetBlobContainerClient("kept").ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_Azurite_that_answers_already_is_used_as_it_is_and_left_running()
    {
        await using var first = await StartAsync();
        await using (var second = await StartAsync())
        {
            Assert.Null(second.ProcessId);
            Assert.Equal(first.ConnectionString, second.ConnectionString);
        }

        await new BlobServiceClient(first.ConnectionString).GetPropertiesAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0, "Azurite's blob service", "--blob-port")]
    [InlineData(1, "Azurite's queue service", "--queue-port")]
    [InlineData(2, "Azurite's table service", "--table-port")]
    public async Task A_port_that_another_program_uses_is_said_with_the_option_that_changes_it(int which, string service, string option)
    {
        // It accepts connections and closes them, which an Azurite does not do.
        using var other = new TcpListener(IPAddress.Loopback, _ports[which]);
        other.Start();
        var hangUp = HangUpAsync(other);

        var exception = await Assert.ThrowsAsync<LocalHostException>(StartAsync);
        other.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => hangUp);

        Assert.StartsWith($"Port {_ports[which]}, where {service} was to listen, is taken by another program.", exception.Message, StringComparison.Ordinal);
        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task<AzuriteService> StartAsync() => AzuriteService.StartAsync(Options, _ => { }, TestContext.Current.CancellationToken);
}
