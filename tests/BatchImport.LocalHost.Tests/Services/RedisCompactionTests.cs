using System.Text;
using BatchImport.LocalHost.Services;
using StackExchange.Redis;

namespace BatchImport.LocalHost.Tests.Services;

/// <summary>Compactions of the files of the Redis-compatible server.</summary>
public sealed class RedisCompactionTests : RedisServiceTestBase
{
    [Fact]
    public async Task Values_that_expired_leave_the_disk_and_the_others_stay_with_their_expiry()
    {
        var options = Options with { CompactionInterval = TimeSpan.FromSeconds(4), CompactionMinimum = 0 };
        var compacting = await RedisService.StartAsync(options, TestContext.Current.CancellationToken);
        await using var connection = await ConnectAsync();
        var database = connection.GetDatabase();
        await database.StringSetAsync("secret", "SECRET-STRING", TimeSpan.FromMilliseconds(500));
        await database.HashSetAsync("page", "1", "SECRET-HASH");
        await database.KeyExpireAsync("page", TimeSpan.FromMilliseconds(500));
        await database.HashSetAsync("kept", [new HashEntry("1", "one"), new HashEntry("2", "two")]);
        await database.KeyExpireAsync("kept", TimeSpan.FromHours(1));
        await database.SortedSetAddAsync("order", [new SortedSetEntry("a", 1.5), new SortedSetEntry("b", 2)]);
        await database.StringSetAsync("forever", "yes");
        Assert.True(IsOnDisk("SECRET-STRING"));

        await Eventually.HoldsAsync(() => !IsOnDisk("SECRET-"), "the expired values leave the disk");

        await compacting.DisposeAsync();
        await using var service = await StartAsync();
        await using var reader = await ConnectAsync();
        database = reader.GetDatabase();
        Assert.Equal(["1=one", "2=two"], (await database.HashGetAllAsync("kept")).Select(each => $"{each.Name}={each.Value}").Order(StringComparer.Ordinal));
        Assert.InRange((await database.KeyTimeToLiveAsync("kept"))!.Value.TotalMinutes, 50, 60);
        Assert.Equal(["a", "b"], (await database.SortedSetRangeByScoreAsync("order", 1.5, 2)).Select(each => each.ToString()));
        Assert.Null(await database.KeyTimeToLiveAsync("forever"));
        Assert.Equal("yes", await database.StringGetAsync("forever"));

        bool IsOnDisk(string text) => Directory.EnumerateFiles(options.DataFolder, "*", SearchOption.AllDirectories).Any(path => Contains(path, text));
    }

    [Fact]
    public async Task No_acknowledged_write_is_lost_when_it_is_killed_at_any_moment_of_compactions()
    {
        const int Kills = 8;
        var options = Options with { CompactionInterval = TimeSpan.FromSeconds(1), CompactionMinimum = 0 };
        var random = new Random(1);
        var acknowledged = new HashSet<int>();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var service = await RedisService.StartAsync(options, TestContext.Current.CancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            stop.CancelAfter(random.Next(500, 6_000));
            await using (var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},password={Password},abortConnect=false,connectTimeout=1000,asyncTimeout=2000"))
            {
                while (!stop.IsCancellationRequested)
                {
                    var number = next++;
                    try
                    {
                        await connection.GetDatabase().HashSetAsync($"{{a}}:{number % 7}", number, "yes");
                        acknowledged.Add(number);
                    }
                    catch (Exception ex) when (ex is RedisException or TimeoutException)
                    {
                        await Task.Delay(20, TestContext.Current.CancellationToken);
                    }
                }

                service.Kill();
            }
        }

        await using var last = await RedisService.StartAsync(Options, TestContext.Current.CancellationToken);
        await using var reader = await ConnectAsync();
        var found = new HashSet<int>();
        for (var hash = 0; hash < 7; hash++)
        {
            found.UnionWith((await reader.GetDatabase().HashKeysAsync($"{{a}}:{hash}")).Select(key => (int)key));
        }

        Assert.True(acknowledged.Count > 500, $"Only {acknowledged.Count} writes were acknowledged.");
        Assert.Empty(acknowledged.Except(found));
        Assert.Contains("Compacted", await File.ReadAllTextAsync(Path.Combine(Folder, "redis.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Options.DataFolder));
    }

    [Fact]
    public async Task Data_from_before_there_were_compactions_is_read_and_compacted()
    {
        await using (await StartAsync())
        {
            await using var connection = await ConnectAsync();
            await connection.GetDatabase().StringSetAsync("kept", "yes");
        }

        // The former layout: no generations, the files in the folder itself.
        var generation = Directory.GetDirectories(Options.DataFolder).Single();
        foreach (var folder in Directory.GetDirectories(generation))
        {
            Directory.Move(folder, Path.Combine(Options.DataFolder, Path.GetFileName(folder)));
        }

        Directory.Delete(generation, recursive: true);
        File.Delete(Path.Combine(Options.DataFolder, "current"));

        foreach (var options in new[] { Options, Options with { CompactionMinimum = 0 } })
        {
            await using var service = await RedisService.StartAsync(options, TestContext.Current.CancellationToken);
            await using var connection = await ConnectAsync();
            Assert.Equal("yes", await connection.GetDatabase().StringGetAsync("kept"));
        }

        Assert.Equal("generation-1", Path.GetFileName(Assert.Single(Directory.GetDirectories(Options.DataFolder))));
    }

    private static bool Contains(string path, string text)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
        }
        catch (IOException)
        {
            // A compaction has deleted it.
            return false;
        }
    }
}
