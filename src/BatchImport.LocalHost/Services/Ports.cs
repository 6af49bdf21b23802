using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace BatchImport.LocalHost.Services;

/// <summary>TCP ports of the loopback address.</summary>
public static class Ports
{
    // Below the ports that systems assign to connections and to requests for port 0: Linux from 32768 on, others from 49152 on
    // (RFC 6335). A port of that range may be taken between the moment it was found free and the moment it is used.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly HashSet<int> Given = [];

    /// <summary>Different ports that are free, none of them returned twice by this process.</summary>
    /// <exception cref="InvalidOperationException">There are fewer free ports.</exception>
    public static int[] Free(int count)
    {
        lock (Given)
        {
            var free = new List<int>(count);
            for (var tries = 0; free.Count < count; tries++)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (tries > Last - First)
                {
                    throw new InvalidOperationException($"There are no {count} free ports from {First} to {Last}.");
                }

                if (!Given.Contains(port) && CanListen(port))
                {
                    Given.Add(port);
                    free.Add(port);
                }
            }

            return [.. free];
        }
    }

    /// <summary>A port that is free.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>True when a program listens on a port.</summary>
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

    private static bool CanListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
