using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BatchImport.Testing;

/// <summary>
/// A separate PostgreSQL on a free loopback port, with durable settings and data in a temporary folder. It starts when it is first asked for its address,
/// so that it costs nothing as a fixture of tests that do not need it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "batchimport-postgres-" + Path.GetRandomFileName());
    private readonly Lazy<int> _port;
    private int _databases;
    private ProcessLeash? _leash;

    public PostgresServer() => _port = new(() => CreateAsync().GetAwaiter().GetResult());

    /// <summary>The id of the server process; null while it does not run.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _port.Value;

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Creates an empty database.</summary>
    /// <returns>What clients connect with.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(ConnectionTo(User), $"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    /// <summary>Runs a statement, or several.</summary>
    public static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads the rows of a query, each as its values' texts joined by a bar; null is empty.</summary>
    public static async Task<string[]> QueryAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }

    /// <summary>Stops the server as a loss of power does: it has no time to write anything.</summary>
    public async Task KillAsync()
    {
        using (var server = Process.GetProcessById(ProcessId ?? throw new InvalidOperationException("The server does not run.")))
        {
            // With the processes of its connections, which would end a moment later.
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }

        ProcessId = null;
        await _leash!.DisposeAsync();
        _leash = null;
    }

    /// <summary>Starts the server again, on the same port.</summary>
    public Task RestartAsync() => StartAsync(Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_port.IsValueCreated)
        {
            return;
        }

        if (ProcessId is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Program(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        string[] installations = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")];
        return installations.Where(Directory.Exists).SelectMany(Directory.GetDirectories).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0))
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"PostgreSQL ({name}) is not installed, and these tests need it. Install it: apt-get install --no-install-recommends postgresql (Debian, Ubuntu), brew install postgresql@17 (macOS), or the installer of https://www.postgresql.org/download (Windows).");
    }

    private string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={User};Database={database};SSL Mode=Disable");

    private async Task<int> CreateAsync()
    {
        Directory.CreateDirectory(_folder);
        if (IsRoot)
        {
            // The server does not run as root.
            await RunAsync("chown", [User, _folder]);
        }

        await RunAsync(Program("initdb"), ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"], IsRoot);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var port = FreePort();
                await StartAsync(port);
                return port;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Another process took the port between the question and the start.
            }
        }
    }

    private async Task StartAsync(int port)
    {
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {port} -h 127.0.0.1 -c max_connections=200{(OperatingSystem.IsWindows() ? "" : $" -k '{_folder}'")}");
        await RunAsync(Program("pg_ctl"), ["-D", Data, "-l", Path.Combine(_folder, "server.log"), "-w", "-t", "60", "-s", "-o", options, "start"], IsRoot, isServer: true);
        ProcessId = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        _leash = ProcessLeash.Tie(ProcessId.Value);
    }

    private static async Task RunAsync(string program, string[] arguments, bool asUser = false, bool isServer = false)
    {
        var info = asUser ? new ProcessStartInfo("runuser", ["-u", User, "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        info.WorkingDirectory = Path.GetTempPath();
        info.RedirectStandardError = true;

        // The server inherits what the program that starts it has: a pipe would stay open with it.
        info.RedirectStandardOutput = !isServer;
        info.Environment["LC_ALL"] = "C";
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} could not be started.");
        _ = isServer ? "" : await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await process.StandardError.ReadToEndAsync()}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
