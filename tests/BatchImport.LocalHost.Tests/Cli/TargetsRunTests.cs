using BatchImport.Definitions;
using BatchImport.LocalHost.Cli;
using BatchImport.Targets.Sql;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace BatchImport.LocalHost.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class TargetsRunTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_is_prepared_and_then_the_sample_fits_its_table()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, await File.ReadAllTextAsync(Repository.PathOf("samples", "targets", "customers-sql.sql"), Stop));

        var before = await RunAsync(connection, static run => run.CheckAsync(Sample(), Stop));
        var init = await RunAsync(connection, static run => run.InitAsync("crm", isPrinted: false, Stop));
        var again = await RunAsync(connection, static run => run.InitAsync("crm", isPrinted: false, Stop));
        var after = await RunAsync(connection, static run => run.CheckAsync(Sample(), Stop));

        Assert.Equal(ExitCodes.Failed, before.Code);
        Assert.Contains("the command \"targets init crm\" creates it", before.Problems, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Completed, "The database crm is ready for imports."), (init.Code, init.Output));
        Assert.Equal((ExitCodes.Completed, "The database crm was ready for imports before."), (again.Code, again.Output));
        Assert.Equal((ExitCodes.Completed, "The table crm.customers of the connection crm fits.", ""), (after.Code, after.Output, after.Problems));
    }

    [Fact]
    public async Task The_printed_script_prepares_a_database_without_connecting_to_it()
    {
        var printed = await RunAsync("Host=192.0.2.1;Database=crm", static run => run.InitAsync("crm", isPrinted: true, Stop));
        var connection = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, printed.Output);

        Assert.Equal("The database crm was ready for imports before.", (await RunAsync(connection, static run => run.InitAsync("crm", isPrinted: false, Stop))).Output);
    }

    [Fact]
    public async Task A_connection_that_is_not_set_is_named()
    {
        var init = await RunAsync("Host=192.0.2.1", static run => run.InitAsync("erp", isPrinted: false, Stop));
        var check = await RunAsync(connection: null, static run => run.CheckAsync(Sample(), Stop));

        Assert.Equal(ExitCodes.Failed, init.Code);
        Assert.Contains("the setting Targets:Sql:erp is not set (valid names: crm)", init.Problems, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Completed, "The table crm.customers was not compared: the setting Targets:Sql:crm is not set."), (check.Code, check.Output));
    }

    private static ImportDefinition Sample()
    {
        var file = Repository.PathOf("samples", "targets", "customers-sql.json");
        return DefinitionReader.Read(File.ReadAllBytes(file), file);
    }

    private static async Task<(int Code, string Output, string Problems)> RunAsync(string? connection, Func<TargetsRun, Task<int>> run)
    {
        using StringWriter output = new(), problems = new();
        await using var tools = new SqlTargetTools(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Targets:Sql:crm", connection)]).Build());
        var code = await run(new TargetsRun(tools, Console(output), Console(problems)));
        return (code, output.ToString().Trim(), problems.ToString().Trim());
    }

    private static IAnsiConsole Console(StringWriter text) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
}
