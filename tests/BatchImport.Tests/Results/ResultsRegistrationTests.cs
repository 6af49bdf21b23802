using BatchImport.Results;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BatchImport.Tests.Results;

[Trait("Speed", "Slow")]
public sealed class ResultsRegistrationTests(RedisServer redis)
{
    [Fact]
    public async Task The_registered_store_works_over_one_shared_connection()
    {
        await using var provider = Provider(("Redis:ConnectionString", redis.ConnectionString));
        var store = provider.GetRequiredService<IResultStore>();
        var progress = SampleProgress.New();

        await store.CreateAsync(progress, TestContext.Current.CancellationToken);

        Assert.Equal(progress, await store.FindAsync(progress.BatchId, TestContext.Current.CancellationToken));
        Assert.Same(provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredService<IConnectionMultiplexer>());
    }

    [Fact]
    public async Task A_host_is_connected_before_anything_in_it_runs()
    {
        const string Name = "connected-at-the-start";
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var first = new FirstService(async () => (await redis.Connection.GetServers()[0].ClientListAsync()).Any(client => client.Name == Name));
        builder.Services.AddSingleton<IHostedService>(first);
        builder.Services.AddResults(Settings(("Redis:ConnectionString", $"{redis.ConnectionString},name={Name}")));
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.True(first.Saw);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("", "", "", "Redis:ConnectionString is missing")]
    [InlineData("localhost:6379", "redis.example.com", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeee0001", "exclude each other")]
    [InlineData("", "redis.example.com", "", "Redis:PrincipalId must be the object id")]
    [InlineData("", "redis.example.com", "the-app", "Redis:PrincipalId must be the object id")]
    public void Settings_that_do_not_go_together_are_said_by_name(string connectionString, string hostName, string principalId, string message)
    {
        using var provider = Provider(("Redis:ConnectionString", connectionString), ("Redis:HostName", hostName), ("Redis:PrincipalId", principalId));

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RedisOptions>>().Value);

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_name_and_a_principal_are_enough()
    {
        using var provider = Provider(("Redis:HostName", "redis.example.com:10000"), ("Redis:PrincipalId", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeee0001"));

        Assert.Equal("redis.example.com:10000", provider.GetRequiredService<IOptions<RedisOptions>>().Value.HostName);
    }

    [Fact]
    public void Options_win_over_the_connection_string_which_wins_over_defaults()
    {
        var configuration = RedisConnection.Configure(new RedisOptions
        {
            ConnectionString = "localhost:1234,connectTimeout=1000,syncTimeout=2000,abortConnect=true",
            SyncTimeout = TimeSpan.FromSeconds(9),
        });

        Assert.Equal((1_000, 9_000, 9_000, false), (configuration.ConnectTimeout, configuration.SyncTimeout, configuration.AsyncTimeout, configuration.AbortOnConnectFail));
    }

    private static ServiceProvider Provider(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddResults(Settings(settings)).BuildServiceProvider();

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();

    private sealed class FirstService(Func<Task<bool>> look) : IHostedService
    {
        public bool Saw { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => Saw = await look();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
