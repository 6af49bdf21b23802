using System.Net;
using System.Net.Sockets;

namespace BatchImport.Faults.Host;

/// <summary>Keeps ports of this machine from a service. Connections to them are closed at once.</summary>
internal sealed class PortHolder : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(2);

    private readonly List<TcpListener> _listeners = [];

    private PortHolder()
    {
    }

    /// <summary>Takes the ports of a service from it.</summary>
    /// <param name="ports">The ports.</param>
    /// <param name="stop">Ends the process that uses them, which may have been started again in the meantime.</param>
    /// <param name="cancellationToken">Ends the wait for a port.</param>
    public static async Task<PortHolder> TakeAsync(IEnumerable<int> ports, Func<Task> stop, CancellationToken cancellationToken)
    {
        var holder = new PortHolder();
        foreach (var port in ports)
        {
            while (!holder.TryTake(port))
            {
                await stop();
                await Task.Delay(RetryDelay, cancellationToken);
            }
        }

        return holder;
    }

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private bool TryTake(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            listener.Dispose();
            return false;
        }

        _listeners.Add(listener);
        _ = CloseAllAsync(listener);
        return true;
    }

    private static async Task CloseAllAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptSocketAsync()).Dispose();
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // The port was given back.
        }
    }
}
