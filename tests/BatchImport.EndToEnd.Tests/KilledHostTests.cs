using System.Globalization;
using BatchImport.Testing;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A host that is killed during an import, and one that is restarted.</summary>
public sealed class KilledHostTests
{
    private const int Rows = 5_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_goes_on_where_a_killed_host_left_it_with_every_row_in_the_workbook_once()
    {
        await using var target = await HeldTarget.StartAsync();
        using var gate = target.Hold("killed", butFirst: Rows / 3);
        await using var host = new HostProcess();
        host.Environment["Targets__AllowedHosts"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{target.Port} private http");
        await host.StartAsync(Stop);
        using var user = new HostUser(host.Address, host.StorageConnectionString, host.Outbox);
        await user.DefineAsync("killed", target);
        var id = await user.DropIdsAsync("killed", Rows);
        await gate.ReachedAsync(Stop);

        host.Kill();
        gate.Open();
        await host.StartAsync(Stop);

        var ended = await user.EndAsync(id);
        Assert.Equal(("completed", Rows), (ended.GetProperty("state").GetString(), ended.GetProperty("succeeded").GetInt32()));
        var workbook = await user.WorkbookAsync(id);
        Assert.Equal(Enumerable.Range(1, Rows), workbook["Success"].Skip(1).Select(row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture)));
        Assert.Single(user.Mails(id));
    }
}
