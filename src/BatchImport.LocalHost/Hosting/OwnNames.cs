using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// The names under which the host serves. A page of another site can reach a server of this machine by a name of that site that resolves to this
/// machine (DNS rebinding), so a request with any other name in <c>Host</c> is refused. An IP address cannot be rebound: all of them are accepted
/// by a host that listens beyond loopback, since a container does not know the addresses under which its ports are published.
/// </summary>
/// <param name="names">Names besides those of loopback, without ports.</param>
/// <param name="listensBeyondLoopback">True when the host serves on an address that is not loopback.</param>
internal sealed class OwnNames(IEnumerable<string> names, bool listensBeyondLoopback)
{
    private readonly HashSet<string> _names = new([.. names, "localhost"], StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the <c>Host</c> of a request is one of these names.</summary>
    public bool Contains(HostString host)
    {
        var name = host.Host;
        if (_names.Contains(name))
        {
            return true;
        }

        return IPAddress.TryParse(name.Trim('[', ']'), out var address) && IsWritten(name, address) && (listensBeyondLoopback || IPAddress.IsLoopback(address));
    }

    // Only the usual notation of an address: some resolvers treat others, such as a single number, as names.
    private static bool IsWritten(string name, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? name is ['[', .., ']'] : name == address.ToString();
}
