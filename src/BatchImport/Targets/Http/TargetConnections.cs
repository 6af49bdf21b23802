using System.Net;
using System.Net.Sockets;

namespace BatchImport.Targets.Http;

/// <summary>Makes the handler that http targets send with: it goes where it was told and nowhere else.</summary>
internal static class TargetConnections
{
    /// <summary>The name of the HTTP client, for <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "BatchImport.Targets.Http";

    private const int MaxReplyHeaderKilobytes = 32;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A host that moves is found again; connections are kept meanwhile.
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

        // With it come spans that hold the request's address, in which there are values of the row.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(hosts, context.DnsEndPoint, cancellationToken),
    };

    // The address that was looked at is the one that is connected to: asking twice would let a name server answer differently the second time.
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
