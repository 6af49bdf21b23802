using System.Globalization;
using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using OfficeOpenXml;
using StackExchange.Redis;

namespace BatchImport.Tests;

/// <summary>The costs of a row, in counts that are the same on every machine: they show a more expensive row without a stopwatch.</summary>
[Trait("Speed", "Slow")]
public sealed class CostTests(AzuriteServer azurite, RedisServer redis)
{
    private const int Columns = 8;

    // Each bound is about a fifth above the count when it was set: a row that costs half as much again exceeds it.

    // Six texts of some 25 characters twice, as they are read and as the table of shared strings keeps them; and for each of eight cells its
    // address, its type and its index as the XML reader gives them. Counted: 2,018.
    private const int BytesARowRead = 2_400;

    // Counted: 0. An occasional first call is not a cost of a row.
    private const int BytesARowValidated = 16;

    // The command, which rows have a result, the mark that they are in flight (four commands) and its end, the results. Counted: 8.5.
    private const int CommandsASlice = 10;

    // A field of a hash: its number and one character, the rest is the server. Counted: 128.
    private const int BytesASuccess = 150;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Reading_a_row_allocates_little_more_than_its_texts()
    {
        // The difference of two files excludes the fixed costs of a file.
        var few = AllocatedReading(Workbook(500));
        var many = AllocatedReading(Workbook(2_500));

        Assert.InRange((many - few) / 2_000.0, 1, BytesARowRead);
    }

    [Fact]
    public void Validating_a_row_of_texts_and_numbers_allocates_nothing()
    {
        var definition = new ImportDefinition
        {
            Name = "cost",
            Columns =
            [
                new ColumnDefinition { Name = "Id", Required = true, Pattern = "[0-9]{6}" },
                new ColumnDefinition { Name = "Country", Allowed = ["Austria", "Belgium"] },
                new ColumnDefinition { Name = "Mail", Type = ColumnType.Email },
                new ColumnDefinition { Name = "Amount", Type = ColumnType.Decimal, Min = "0" },
            ],
        };
        var validator = RowValidator.Bind(definition, ["Id", "Country", "Mail", "Amount"]);
        Cell[] row = [Cell.FromText("000001"), Cell.FromText("Belgium"), Cell.FromText("ada@example.com"), Cell.FromNumber(3.5)];
        Assert.Empty(validator.Validate(row));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < 1_000; repeat++)
        {
            validator.Validate(row);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000.0, 0, BytesARowValidated);
    }

    [Fact]
    public async Task A_slice_costs_a_few_commands_of_Redis_however_many_rows_it_has()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var csv = new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, 4_000).Select(number => $"{number},name {number}\n"));
        var request = await fixture.DropAsync("cost.csv", csv.ToString(), ("owner", "ada@example.com"));
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        var connection = fixture.Get<IConnectionMultiplexer>();

        var before = connection.GetCounters().Interactive.OperationCount;
        await fixture.ProcessAsync(request, staged);
        var operations = connection.GetCounters().Interactive.OperationCount - before;

        const int Slices = 100;
        Assert.InRange(operations, Slices, Slices * CommandsASlice);
    }

    [Fact]
    public async Task A_success_without_a_reference_takes_less_than_150_bytes_in_Redis()
    {
        var store = new RedisResultStore(redis.Connection, TimeProvider.System);
        var batch = Guid.NewGuid().ToString("N");
        var results = Enumerable.Range(0, RowPage.Size).Select(index => RowResult.Success(index)).ToArray();
        await store.WriteAsync(batch, TimeProvider.System.GetUtcNow().AddHours(1), 0, results, Stop);

        var bytes = (long)await redis.Connection.GetDatabase().ExecuteAsync("MEMORY", "USAGE", RedisKeys.Page(batch, 0));

        Assert.InRange(bytes / (double)RowPage.Size, 1, BytesASuccess);
    }

    private static long AllocatedReading(byte[] file)
    {
        Read(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(file);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Read(byte[] file)
    {
        using var reader = Spreadsheet.Open(new MemoryStream(file), new SpreadsheetLimits());
        while (reader.Read())
        {
            Assert.Equal(Columns, reader.Cells.Length);
        }
    }

    private static byte[] Workbook(int rows)
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Rows");
        for (var row = 0; row <= rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                sheet.Cells[row + 1, column + 1].Value = row == 0 || column < 6
                    ? string.Create(CultureInfo.InvariantCulture, $"text {row} of column {column}")
                    : row + (column / 8.0);
            }
        }

        return package.GetAsByteArray();
    }
}
