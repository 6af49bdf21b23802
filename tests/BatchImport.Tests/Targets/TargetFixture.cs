using System.Text;
using Azure.Core;
using Azure.Identity;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Targets;

/// <summary>The targets of an installation, over a real Redis-compatible server.</summary>
internal sealed class TargetFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TargetFixture(RedisServer redis, params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, each.Value))).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(redis.Connection)
            .AddSingleton<TokenCredential>(new DefaultAzureCredential())
            .AddRowTargets(configuration)
            .BuildServiceProvider();
    }

    /// <summary>All logged messages.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    public static ImportDefinition Definition(string target, string columns = """{ "name": "Id" }""") =>
        DefinitionReader.Read(Encoding.UTF8.GetBytes($$"""{ "name": "test", "columns": [{{columns}}], "target": {{target}} }"""), "test.json");

    /// <summary>Sends one row.</summary>
    public async Task<RowResult> SendAsync(string target, params (string Column, Cell Value)[] row)
    {
        var definition = Definition(target);
        string[] header = [.. row.Select(cell => cell.Column)];
        var sender = _services.GetRequiredService<RowSender>();
        var route = sender.RouteTo(_services.GetRequiredService<RowTargets>().For(definition, header), definition.Target);
        return await sender.SendAsync(route, 0, new RowDelivery("b", 7, header, [.. row.Select(cell => cell.Value)]), TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
