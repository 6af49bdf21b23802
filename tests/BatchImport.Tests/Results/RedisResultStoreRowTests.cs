using BatchImport.Common;
using BatchImport.Results;
using BatchImport.Testing;
using StackExchange.Redis;

namespace BatchImport.Tests.Results;

[Trait("Speed", "Slow")]
public sealed class RedisResultStoreRowTests(RedisServer redis)
{
    private static readonly DateTimeOffset Expiry = TimeProvider.System.GetUtcNow().AddHours(1);
    private readonly RedisResultStore _store = new(redis.Connection, TimeProvider.System);
    private readonly string _batch = SampleProgress.New().BatchId;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDatabase Database => redis.Connection.GetDatabase();

    [Fact]
    public async Task The_first_result_of_a_row_wins()
    {
        Assert.Equal(1, await _store.WriteAsync(_batch, Expiry, 0, [RowResult.Success(3, "first")], Token));
        Assert.Equal(0, await _store.WriteAsync(_batch, Expiry, 0, [RowResult.Error(3, new RowError(1, "second"))], Token));

        var results = await _store.ReadPageAsync(_batch, 0, 5, Token);

        Assert.Equal("first", results[3]!.Reference);
        Assert.Null(results[0]);
        Assert.Null(results[4]);
    }

    [Fact]
    public async Task Only_first_writes_move_the_counters()
    {
        var progress = SampleProgress.New();
        await _store.CreateAsync(progress, Token);
        RowResult[] results = [RowResult.Success(0), RowResult.Success(1), RowResult.Error(2, new RowError(0, "no")), RowResult.Success(3)];

        for (var repeat = 0; repeat < 3; repeat++)
        {
            await _store.WriteAsync(progress.BatchId, Expiry, 0, results, Token);
        }

        await _store.WriteAsync(progress.BatchId, Expiry, 1, [RowResult.Error(0, new RowError(0, "no"))], Token);

        var found = await _store.FindAsync(progress.BatchId, Token);
        Assert.Equal((3, 2), (found!.Succeeded, found.Failed));
    }

    [Fact]
    public async Task Concurrent_writers_of_the_same_rows_count_each_row_once()
    {
        var progress = SampleProgress.New();
        await _store.CreateAsync(progress, Token);
        var results = Enumerable.Range(0, 250).Select(index => RowResult.Success(index)).ToArray();

        var firsts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _store.WriteAsync(progress.BatchId, Expiry, 0, results, Token)));

        Assert.Equal(250, firsts.Sum());
        Assert.Equal(250, (await _store.FindAsync(progress.BatchId, Token))!.Succeeded);
    }

    [Fact]
    public Task Whatever_texts_errors_and_references_hold_comes_back() =>
        Fuzz.RunAsync(firstSeed: 1, cases: 50, async random =>
        {
            var batch = SampleProgress.New().BatchId;
            var written = Enumerable.Range(0, random.Next(1, 50)).Select(index => Result(index, random)).ToArray();
            await _store.WriteAsync(batch, Expiry, 7, written, Token);

            var read = await _store.ReadPageAsync(batch, 7, written.Length, Token);
            for (var index = 0; index < written.Length; index++)
            {
                Assert.Equal(written[index].Errors, read[index]!.Errors);
                Assert.Equal(written[index].Reference, read[index]!.Reference);
            }
        });

    [Fact]
    public async Task Long_messages_are_cut_between_characters_and_many_errors_are_summed_up()
    {
        var errors = Enumerable.Range(0, 30).Select(column => new RowError(column, new string('x', RowResultCodec.MaxText - 2) + "😀😀")).ToArray();
        await _store.WriteAsync(_batch, Expiry, 0, [RowResult.Error(0, errors)], Token);

        var read = (await _store.ReadPageAsync(_batch, 0, 1, Token))[0]!.Errors;

        Assert.Equal(RowResultCodec.MaxErrors, read.Count);
        Assert.Equal(new string('x', RowResultCodec.MaxText - 2) + "…", read[0].Message);
        Assert.Equal(new RowError(null, "and 11 more errors in this row"), read[^1]);
    }

    [Fact]
    public async Task Existing_and_counting_tell_which_rows_have_a_result()
    {
        await _store.WriteAsync(_batch, Expiry, 0, [RowResult.Success(10), RowResult.Error(12, new RowError(null, "no"))], Token);
        await _store.WriteAsync(_batch, Expiry, 2, [RowResult.Success(0)], Token);

        var exist = await _store.ExistAsync(_batch, 0, 10, 4, Token);
        var counts = await _store.CountAsync(_batch, [2, 1, 0], Token);

        Assert.Equal([true, false, true, false], exist);
        Assert.Equal([1, 0, 2], counts);
    }

    [Fact]
    public async Task Every_key_of_an_import_expires_with_it_from_its_first_write_on()
    {
        var progress = SampleProgress.New();
        await _store.WriteAsync(progress.BatchId, progress.ExpiresAt, 0, [RowResult.Success(0)], Token);
        await _store.WriteAsync(progress.BatchId, progress.ExpiresAt, 1, [RowResult.Error(0, new RowError(0, "no"))], Token);

        string[] keys = [$"{{{progress.BatchId}}}:import", $"{{{progress.BatchId}}}:page:0", $"{{{progress.BatchId}}}:page:1"];
        foreach (var key in keys)
        {
            var left = await Database.KeyTimeToLiveAsync(key);
            Assert.InRange(left!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        }
    }

    [Fact]
    public async Task A_server_that_lost_its_data_and_scripts_is_written_to_as_a_new_one()
    {
        using var lossy = new RedisServer();
        var store = new RedisResultStore(lossy.Connection, TimeProvider.System);
        var progress = SampleProgress.New();
        await store.CreateAsync(progress, Token);
        await store.WriteAsync(progress.BatchId, Expiry, 0, [RowResult.Success(0)], Token);
        await lossy.LoseEverythingAsync();

        Assert.Equal(1, await store.WriteAsync(progress.BatchId, Expiry, 0, [RowResult.Success(0)], Token));
        Assert.Null(await store.FindAsync(progress.BatchId, Token));

        await store.CreateAsync(progress, Token);
        Assert.Equal(1, (await store.FindAsync(progress.BatchId, Token))!.Succeeded);
    }

    [Fact]
    public async Task A_page_of_successes_takes_less_than_150_bytes_a_row()
    {
        await _store.WriteAsync(_batch, Expiry, 0, [.. Enumerable.Range(0, 1_000).Select(index => RowResult.Success(index))], Token);

        var bytes = (long)await Database.ExecuteAsync("MEMORY", "USAGE", $"{{{_batch}}}:page:0", "SAMPLES", "0");

        Assert.InRange(bytes, 1, 150_000);
    }

    [Fact]
    public async Task A_success_without_reference_is_kept_as_one_character()
    {
        await _store.WriteAsync(_batch, Expiry, 0, [RowResult.Success(0)], Token);

        Assert.Equal("1", await Database.HashGetAsync($"{{{_batch}}}:page:0", 0));
    }

    private static RowResult Result(int index, Random random)
    {
        var errors = Enumerable.Range(0, random.Next(RowResultCodec.MaxErrors + 1)).Select(_ => new RowError(random.Next(3) == 0 ? null : random.Next(16_384), Text(random))).ToArray();
        return new RowResult(index, errors, errors.Length == 0 && random.Next(2) == 0 ? Text(random) : null);
    }

    /// <summary>Any characters of the basic plane except surrogates and the codec's two separators.</summary>
    private static string Text(Random random) => string.Create(random.Next(1, RowResultCodec.MaxText + 1), random, static (units, from) =>
    {
        foreach (ref var unit in units)
        {
            unit = (char)from.Next(from.Next(2) == 0 ? 0x80 : 0xd800);
            unit = unit is '\u001e' or '\u001f' ? ' ' : unit;
        }
    });
}
