using System.Net;
using System.Net.Sockets;

namespace BatchImport.LocalHost.Services;

/// <summary>TCP ports of the loopback address.</summary>
public static class Ports
{
    /// <summary>As many different ports as asked for that nobody listened on a moment ago.</summary>
    public static int[] Free(int count)
    {
        var listeners = new TcpListener[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                listeners[i] = new TcpListener(IPAddress.Loopback, 0);
                listeners[i].Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener?.Dispose();
            }
        }
    }

    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>True when somebody listens on a port.</summary>
    internal static async Task<bool> IsTakenAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
