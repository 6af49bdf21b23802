using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using StackExchange.Redis;

namespace BatchImport.Testing;

/// <summary>
/// A Redis-compatible server (Garnet) in this process, in memory, on a free loopback port. It starts when it is first asked for its
/// address, so that it costs nothing as a fixture of tests that do not need it.
/// </summary>
public sealed class RedisServer : IAsyncDisposable, IDisposable
{
    private readonly Lazy<(GarnetServer Server, int Port)> _server;
    private readonly Lazy<ConnectionMultiplexer> _connection;

    public RedisServer()
        : this([])
    {
    }

    private RedisServer(string[] arguments)
    {
        _server = new(() => Start(arguments));
        _connection = new(() => ConnectionMultiplexer.Connect(ConnectionString + ",allowAdmin=true"));
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _server.Value.Port;

    /// <summary>A StackExchange.Redis connection string.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>A connection that lives as long as this server, allowed to administer it.</summary>
    public IConnectionMultiplexer Connection => _connection.Value;

    /// <summary>A server that also takes users with passwords (ACL SETUSER), besides the default one without.</summary>
    public static RedisServer WithUsers() => new(["--auth", "ACL"]);

    /// <summary>Loses everything, as a server without persistence does when it restarts: data and scripts.</summary>
    public async Task LoseEverythingAsync()
    {
        var server = Connection.GetServers()[0];
        await server.FlushAllDatabasesAsync();
        await server.ScriptFlushAsync();
    }

    public void Dispose()
    {
        if (_connection.IsValueCreated)
        {
            _connection.Value.Dispose();
        }

        if (_server.IsValueCreated)
        {
            _server.Value.Server.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await _connection.Value.DisposeAsync();
        }

        Dispose();
    }

    private static (GarnetServer Server, int Port) Start(string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                // Scripts are one step only in their transaction mode. The native storage device needs a newer C library than long-term Linux
                // releases have; nothing is stored here anyway.
                var server = new GarnetServer(
                    ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--lua", "--lua-transaction-mode",
                     "--device-type", "RandomAccess", "-m", "256m", "-p", "4m", "-i", "16m", "--logger-level", "Error", "-q", .. arguments]);
                server.Start();
                return (server, port);
            }
            catch (SocketException) when (attempt < 5)
            {
                // Somebody took the port between the question and the start: ask again.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
