using BatchImport.Results;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BatchImport.Tests.Results;

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
    public void A_missing_connection_string_is_said_by_the_name_of_its_setting()
    {
        using var provider = Provider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RedisOptions>>().Value);

        Assert.Contains("Redis:ConnectionString", exception.Message, StringComparison.Ordinal);
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
        new ServiceCollection()
            .AddResults(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build())
            .BuildServiceProvider();
}
