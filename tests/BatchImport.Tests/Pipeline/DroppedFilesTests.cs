using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Tests.Pipeline;

[Trait("Speed", "Slow")]
public sealed class DroppedFilesTests(AzuriteServer azurite, RedisServer redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_dropped_while_Redis_does_not_answer_is_taken_note_of_and_imported_when_it_does()
    {
        var outage = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Redis:ConnectionString"] = "127.0.0.1:1",
            ["Redis:ConnectTimeout"] = "00:00:00.200",
            ["Redis:SyncTimeout"] = "00:00:00.200",
        };
        ImportRequest request;
        await using (var down = await ImportFixture.CreateAsync(azurite, redis, settings: outage))
        {
            request = await down.DropAsync("people.csv", "Id\n1\n2\n", ("owner", "ada@example.com"));
            Assert.Contains(down.Log.Lines, line => line.Contains(request.BatchId, StringComparison.Ordinal) && line.Contains("is not shown yet", StringComparison.Ordinal));
        }

        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var end = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Completed, 2), (end.State, end.Succeeded));
    }
}
