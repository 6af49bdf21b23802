using System.Globalization;
using BatchImport.Testing;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A host in a separate process, whose rows are sent to a service that delays its answers.</summary>
public sealed class HeldHost : IAsyncLifetime
{
    private HeldTarget? _target;
    private HostUser? _user;

    public HostProcess Process { get; } = new();

    public HeldTarget Target => _target ?? throw new InvalidOperationException("The target has not started.");

    public HostUser User => _user ?? throw new InvalidOperationException("The host has not started.");

    public async ValueTask InitializeAsync()
    {
        _target = await HeldTarget.StartAsync();
        Process.Environment["Targets__AllowedHosts"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_target.Port} private http");

        // With a slice of many rows, all of them would be in progress before a command arrives.
        Process.Environment["Import__RowsPerActivity"] = "1";
        await Process.StartAsync(CancellationToken.None);
        _user = new HostUser(Process.Address, Process.StorageConnectionString, Process.Outbox);
    }

    public async ValueTask DisposeAsync()
    {
        _user?.Dispose();
        await Process.DisposeAsync();
        if (_target is not null)
        {
            await _target.DisposeAsync();
        }
    }
}
