using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Tests.Pipeline;

/// <summary>Imports into a table of a real PostgreSQL, by the definition of the samples.</summary>
[Trait("Speed", "Slow")]
public sealed class SqlImportTests(AzuriteServer azurite, RedisServer redis, PostgresServer postgres)
{
    private const string Definition = "customers-sql";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_valid_row_of_the_sample_is_in_the_table_once_however_often_the_steps_run()
    {
        var connection = await PrepareAsync(postgres);
        await using var fixture = await CreateAsync(connection);
        var request = await fixture.DropAsync("customers.xlsx", await File.ReadAllBytesAsync(Repository.PathOf("samples", "customers.xlsx"), Stop), ("owner", "ada@example.com"), ("definition", Definition));

        var import = await fixture.RunAsync(request, times: 2);

        Assert.True(import.State == ImportState.Completed, Assert.Single(fixture.Mails()).TextBody);
        Assert.Equal(200, import.Rows);
        Assert.Equal([$"{import.Succeeded}|{import.Succeeded}"], await PostgresServer.QueryAsync(connection, "SELECT count(*), count(DISTINCT id) FROM crm.customers"));
        Assert.Equal([$"{import.Succeeded}"], await PostgresServer.QueryAsync(connection, "SELECT count(*) FROM batchimport_ledger"));
        var success = (await fixture.WorkbookAsync(request))["Success"];
        var reference = Array.IndexOf(success[0], "Reference");
        Assert.Equal(
            await PostgresServer.QueryAsync(connection, "SELECT customer_number FROM crm.customers ORDER BY customer_number"),
            success.Skip(1).Select(row => row[reference]?.ToString()).OrderBy(number => int.Parse(number!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_database_that_goes_down_makes_the_import_wait_and_no_row_an_error()
    {
        await using var server = new PostgresServer();
        var connection = await PrepareAsync(server);
        await using var fixture = await CreateAsync(connection);
        var rows = string.Concat(Enumerable.Range(1, 400).Select(i => $"{i:000000},Ada,Lovelace,ada{i}@example.com,France,2024-02-29\n"));
        var request = await fixture.DropAsync("customers.csv", "Id,FirstName,LastName,Email,Country,SignupDate\n" + rows, ("owner", "ada@example.com"), ("definition", Definition));
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, 200), Stop);

        await server.KillAsync();
        var outage = await Assert.ThrowsAsync<OutageException>(() => fixture.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 200, 200), Stop));
        await server.RestartAsync();
        await fixture.ProcessAsync(request, staged);
        await fixture.Steps.ComposeAsync(request.BatchId, Stop);
        var import = await fixture.EndAsync(request);

        Assert.Equal("target crm", outage.Outage.Service);
        Assert.Equal((ImportState.Completed, 400, 0), (import.State, import.Succeeded, import.Failed));
        Assert.Equal(["400|400"], await PostgresServer.QueryAsync(connection, "SELECT count(*), count(DISTINCT id) FROM crm.customers"));
    }

    [Fact]
    public async Task A_definition_that_does_not_fit_the_table_rejects_the_import_before_the_first_row()
    {
        var connection = await PrepareAsync(postgres);
        await PostgresServer.ExecuteAsync(connection, "ALTER TABLE crm.customers DROP COLUMN e_mail");
        await using var fixture = await CreateAsync(connection);
        var request = await fixture.DropAsync("customers.csv", "Id,FirstName,LastName,Email,Country,SignupDate\n000001,Ada,Lovelace,ada@example.com,France,2024-02-29\n", ("owner", "ada@example.com"), ("definition", Definition));

        var import = await fixture.RunAsync(request);

        Assert.Equal(ImportState.Rejected, import.State);
        Assert.Contains("the table has no column \"e_mail\" (its columns: customer_number, id, first_name, last_name, country, signed_up, amount)", Assert.Single(fixture.Mails()).TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static async Task<string> PrepareAsync(PostgresServer server)
    {
        var connection = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, await File.ReadAllTextAsync(Repository.PathOf("samples", "targets", "customers-sql.sql"), Stop));
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:crm", (string?)connection)]).Build());
        await tools.CreateLedgerAsync("crm", Stop);
        return connection;
    }

    private async Task<ImportFixture> CreateAsync(string connection)
    {
        var fixture = await ImportFixture.CreateAsync(azurite, redis, settings: new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Targets:Sql:crm"] = connection });
        await fixture.DefineAsync(Definition, await File.ReadAllTextAsync(Repository.PathOf("samples", "targets", Definition + ".json"), Stop));
        return fixture;
    }
}
