using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using StackExchange.Redis;

namespace BatchImport.LocalHost.Tests.Services;

/// <summary>A Redis-compatible server with a temporary folder.</summary>
public abstract class RedisServiceTestBase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private protected int Port { get; } = Ports.Free();

    private protected RedisOptions Options => new()
    {
        DataFolder = Path.Combine(Folder, "data"),
        LogFolder = Folder,
        PasswordFile = Path.Combine(Folder, "password"),
        Port = Port,
    };

    private protected string Password => SecretFile.Ensure(Options.PasswordFile, RedisOptions.PasswordCharacters);

    private protected string Folder => _folder.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<RedisService> StartAsync() => RedisService.StartAsync(Options, TestContext.Current.CancellationToken);

    private protected Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},password={Password}");
}
