using System.Net;
using System.Net.Sockets;

namespace BatchImport.Targets.Http;

/// <summary>Creates the handler of http targets: it connects to allowed addresses only.</summary>
internal static class TargetConnections
{
    /// <summary>The name of the HTTP client, for <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "BatchImport.Targets.Http";

    private const int MaxReplyHeaderKilobytes = 32;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A host with a new address is resolved again; connections are reused until then.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler CreateHandler(AllowedHosts hosts) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseHeadersLength = MaxReplyHeaderKilobytes,
        MaxResponseDrainSize = ReplyBody.MaxBytes,

        // It would add spans that contain the request's address, and with it values of the row.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(hosts, context.DnsEndPoint, cancellationToken),
    };

    // The connection uses the address that was checked: resolving twice would allow a name server to answer differently the second time.
    private static async ValueTask<Stream> ConnectAsync(AllowedHosts hosts, DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host.Trim('[', ']'), cancellationToken);
        if (!hosts.AllowsPrivate(endPoint.Host, endPoint.Port))
        {
            addresses = Array.FindAll(addresses, PublicAddress.Is);
            if (addresses.Length == 0)
            {
                throw new ForbiddenAddressException();
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
