using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

[Trait("Speed", "Slow")]
public sealed class UniqueKeysTests
{
    [Fact]
    public void The_first_row_with_a_value_keeps_it_and_every_later_one_is_told_which_row_that_is()
    {
        using var keys = Keys(new ColumnDefinition { Name = "Id", Unique = true });

        Assert.Null(keys.Check(2, [Cell.FromText("x"), Cell.FromText("a")]));
        Assert.Null(keys.Check(3, [Cell.FromText("x"), Cell.FromText("b")]));
        Assert.Equal([new RowError(1, "\"a\" is the same value as in row 2; every value may be there only once")], keys.Check(5, [Cell.Empty, Cell.FromText("a")]));
        Assert.Equal(1, Assert.Single(keys.Check(9, [Cell.Empty, Cell.FromText("a")])!).Column);
        Assert.Null(keys.Check(10, [Cell.Empty, Cell.Empty]));
        Assert.Null(keys.Check(11, [Cell.Empty, Cell.FromText(" ")]));
        Assert.Null(keys.Check(12, [Cell.Empty, Cell.FromError("#N/A")]));
        Assert.Null(keys.Check(13, [Cell.Empty, Cell.FromError("#N/A")]));
    }

    public static TheoryData<ColumnType, Cell, Cell> Same => new()
    {
        { ColumnType.Text, Cell.FromText("Ada"), Cell.FromText(" ADA ") },
        { ColumnType.Text, Cell.FromText("7"), Cell.FromNumber(7) },
        { ColumnType.Integer, Cell.FromText("7.00"), Cell.FromNumber(7) },
        { ColumnType.Decimal, Cell.FromText("0.10"), Cell.FromNumber(0.1) },
        { ColumnType.Date, Cell.FromText("2024-02-29"), Cell.FromDate(45351) },
        { ColumnType.Boolean, Cell.FromText("yes"), Cell.FromBoolean(true) },
        { ColumnType.Email, Cell.FromText("Ada@example.com"), Cell.FromText("ada@EXAMPLE.com") },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Values_are_compared_as_their_columns_type(ColumnType type, Cell one, Cell other)
    {
        using var keys = Keys(new ColumnDefinition { Name = "Id", Unique = true, Type = type });

        Assert.Null(keys.Check(2, [Cell.Empty, one]));
        Assert.NotNull(keys.Check(3, [Cell.Empty, other]));
    }

    [Fact]
    public void Several_columns_can_be_unique_together()
    {
        var definition = new ImportDefinition
        {
            Name = "d",
            Columns = [new() { Name = "A" }, new() { Name = "B" }],
            Rules = [new() { Kind = RowRuleKind.Unique, Columns = ["A", "B"] }],
        };
        using var keys = UniqueKeys.Bind(definition, ["B", "A"]);

        Assert.Null(keys.Check(2, [Cell.FromText("1"), Cell.FromText("12")]));
        Assert.Null(keys.Check(3, [Cell.FromText("11"), Cell.FromText("2")]));
        Assert.Null(keys.Check(4, [Cell.FromText("2"), Cell.FromText("12")]));
        Assert.Equal([new RowError(0, "\"A\", \"B\" have the same values as in row 2; together they may be there only once")], keys.Check(7, [Cell.FromText("1"), Cell.FromText("12")]));
        Assert.Null(keys.Check(8, [Cell.Empty, Cell.FromText("12")]));
        Assert.Null(keys.Check(9, [Cell.Empty, Cell.FromText("12")]));
    }

    [Fact]
    public void The_keys_of_a_table_are_unique_as_the_table_compares_them()
    {
        var definition = new ImportDefinition
        {
            Name = "d",
            Columns = [new() { Name = "Id", Aliases = ["No."], Type = ColumnType.Integer }],
            Target = new() { Type = TargetDefinition.TableType, Table = new() { Table = "Customers", PartitionKey = "{Country}", RowKey = "c-{Id}" } },
        };
        using var keys = UniqueKeys.Bind(definition, ["No.", "Country"]);

        Assert.Null(keys.Check(2, [Cell.FromText("7"), Cell.FromText("Peru")]));
        Assert.Null(keys.Check(3, [Cell.FromText("7"), Cell.FromText("PERU")]));
        Assert.Null(keys.Check(4, [Cell.FromText("8"), Cell.FromText("Peru")]));
        Assert.Equal([new RowError(0, "\"Country\", \"Id\" have the same values as in row 2; together they may be there only once")], keys.Check(5, [Cell.FromNumber(7), Cell.FromText("Peru")]));
    }

    [Fact]
    public void Columns_that_the_file_does_not_have_are_not_looked_at()
    {
        using var keys = UniqueKeys.Bind(new ImportDefinition { Name = "d", Columns = [new() { Name = "Other", Unique = true }] }, ["Id"]);

        Assert.Null(keys.Check(2, [Cell.FromText("a")]));
        Assert.Null(keys.Check(3, [Cell.FromText("a")]));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(786_432)]
    public void What_does_not_fit_into_memory_is_found_all_the_same(int maxInMemory)
    {
        const int Rows = 20_000;
        var definition = new ImportDefinition { Name = "d", Columns = [new() { Name = "Id", Unique = true }] };
        using var keys = UniqueKeys.Bind(definition, ["Id"], maxInMemory);
        var random = new Random(7);
        var first = new Dictionary<int, int>();
        for (var row = 2; row < Rows; row++)
        {
            var value = random.Next(Rows);
            var expected = first.TryAdd(value, row) ? null : $"\"{value}\" is the same value as in row {first[value]}; every value may be there only once";
            Assert.Equal(expected, keys.Check(row, [Cell.FromNumber(value)])?[0].Message);
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_values()
    {
        const int Values = 40_000;
        using var bounded = new UniqueValues(maxInMemory: 1_000);
        for (var row = 1; row <= Values; row++)
        {
            Assert.Equal(row, bounded.FirstRow((UInt128)(uint)row * 0x9E3779B97F4A7C15UL, row));
        }

        // The table of a thousand and, of each run of a thousand, one hash in 256: four.
        Assert.True(bounded.IsSpilled);
        Assert.InRange(bounded.HashesInMemory, 1, 1_000 + (Values / 1_000 * 4));
    }

    private static UniqueKeys Keys(ColumnDefinition column) => UniqueKeys.Bind(new ImportDefinition { Name = "d", Columns = [column] }, ["Note", "Id"]);
}
