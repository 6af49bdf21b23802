using System.Net;
using System.Net.Sockets;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class PortsTests
{
    [Fact]
    public void Free_ports_are_different_ones_each_time_that_no_connection_is_given_by_the_system()
    {
        var ports = Ports.Free(100).Concat(Ports.Free(100)).ToArray();

        Assert.Equal(200, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 32_000));
    }

    [Fact]
    public async Task A_port_that_somebody_listens_on_is_taken()
    {
        var port = Ports.Free();
        Assert.False(await Ports.IsTakenAsync(port, TestContext.Current.CancellationToken));

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        Assert.True(await Ports.IsTakenAsync(port, TestContext.Current.CancellationToken));
    }
}
