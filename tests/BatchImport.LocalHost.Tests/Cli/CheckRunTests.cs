using BatchImport.LocalHost.Cli;
using BatchImport.Testing;
using Spectre.Console;

namespace BatchImport.LocalHost.Tests.Cli;

public sealed class CheckRunTests
{
    [Fact]
    public void A_definition_that_is_valid_is_said_to_be()
    {
        var (code, said, problems) = Check("orders.json");

        Assert.Equal((ExitCodes.Completed, ""), (code, problems));
        Assert.Equal("The definition orders is valid: 9 columns, 3 rules over several columns.\n", said);
    }

    [Fact]
    public void A_spreadsheet_with_errors_ends_with_1_and_a_table_of_the_first()
    {
        var (code, said, _) = Check("orders.csv", "orders.json", errors: 3);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("orders.csv: delimited text, header in row 3, 7 rows, 5 rows with errors.", said, StringComparison.Ordinal);
        Assert.Contains("The column \"Gelifert am\" is read as \"Delivered on\".", said, StringComparison.Ordinal);
        Assert.Contains("Left out: \"Lager\".", said, StringComparison.Ordinal);
        Assert.Contains("Betrag", said, StringComparison.Ordinal);
        Assert.Contains("one of \"Email\", \"Phone\" must have a value", said, StringComparison.Ordinal);
        Assert.DoesNotContain("USD", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spreadsheet_without_errors_ends_with_0()
    {
        var (code, said, problems) = Check("customers.xlsx");

        Assert.Equal((ExitCodes.Completed, "", "customers.xlsx: sheet \"Customers\", header in row 1, 200 rows, 0 rows with errors.\n"), (code, problems, said));
    }

    [Fact]
    public void A_file_that_cannot_be_imported_ends_with_1_and_the_reason()
    {
        var (code, said, problems) = Check("customers.csv", "orders.json");

        Assert.Equal((ExitCodes.Failed, ""), (code, said));
        Assert.StartsWith("The header lacks the columns \"Order number\"", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "check" }, ExitCodes.Usage)]
    [InlineData(new[] { "check", "no-such-file.csv" }, ExitCodes.Usage)]
    [InlineData(new[] { "check", "--errors", "0" }, ExitCodes.Usage)]
    public async Task A_wrong_command_line_ends_with_2(string[] arguments, int code) => Assert.Equal(code, await CommandLineApp.RunAsync(arguments));

    private static (int Code, string Said, string Problems) Check(string file, string? definition = null, int errors = 20)
    {
        using var said = new StringWriter();
        using var problems = new StringWriter();
        var code = new CheckRun(Console(said), Console(problems)).Run(Sample(file), definition is null ? null : CheckDefinition.FromFile(Sample(definition).FullName), encoding: null, errors, TestContext.Current.CancellationToken);
        return (code, said.ToString().ReplaceLineEndings("\n"), problems.ToString().ReplaceLineEndings("\n"));
    }

    private static FileInfo Sample(string file) => new(Repository.PathOf("samples", file));

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 200;
        return console;
    }
}
