using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using StackExchange.Redis;

namespace BatchImport.Testing;

/// <summary>
/// A Redis-compatible server (Garnet) in this process, in memory, on a free loopback port. It starts when its address is first
/// read, so that it costs nothing as a fixture of tests that do not need it.
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

    /// <summary>A connection with the lifetime of this server and the permission to administer it.</summary>
    public IConnectionMultiplexer Connection => _connection.Value;

    /// <summary>A server that also takes users with passwords (ACL SETUSER), besides the default one without.</summary>
    public static RedisServer WithUsers() => new(["--auth", "ACL"]);

    /// <summary>Deletes all data and scripts, as a restart of a server without persistence does.</summary>
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
                // Scripts are atomic only in their transaction mode. The native storage device requires a newer C library than long-term Linux
                // releases have; nothing is stored here.
                var server = new GarnetServer(
                    ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--lua", "--lua-transaction-mode",
                     "--device-type", "RandomAccess", "-m", "256m", "-p", "4m", "-i", "16m", "--logger-level", "Error", "-q", .. arguments]);
                server.Start();
                return (server, port);
            }
            catch (SocketException) when (attempt < 5)
            {
                // Another program took the port between the search and the start: try another port.
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
