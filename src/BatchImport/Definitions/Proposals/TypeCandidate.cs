namespace BatchImport.Definitions.Proposals;

/// <summary>A type and notation that the values of a column may have, with the values that do.</summary>
/// <param name="column">The type and the notation.</param>
internal sealed class TypeCandidate(ColumnDefinition column)
{
    private readonly ColumnCheck _check = new(column);

    /// <summary>The type and the notation.</summary>
    public ColumnDefinition Column => column;

    /// <summary>The values that fit.</summary>
    public int Fits { get; private set; }

    /// <summary>The first row whose value does not fit; null for none.</summary>
    public int? FirstMisfit { get; private set; }

    /// <summary>The candidates for a column. Of several that fit equally, the first one is simpler.</summary>
    public static TypeCandidate[] CreateAll() =>
    [
        new(new() { Name = "C", Type = ColumnType.Email }),
        new(new() { Name = "C", Type = ColumnType.Boolean }),
        new(new() { Name = "C", Type = ColumnType.Integer }),
        new(new() { Name = "C", Type = ColumnType.Decimal }),
        new(new() { Name = "C", Type = ColumnType.Decimal, DecimalSeparator = ",", ThousandsSeparator = "." }),
        new(new() { Name = "C", Type = ColumnType.Decimal, DecimalSeparator = ",", ThousandsSeparator = " " }),
        new(new() { Name = "C", Type = ColumnType.Decimal, DecimalSeparator = ".", ThousandsSeparator = "," }),
        new(new() { Name = "C", Type = ColumnType.Date }),
        new(new() { Name = "C", Type = ColumnType.Date, DayFirst = true }),
        new(new() { Name = "C", Type = ColumnType.Date, DayFirst = false }),
    ];

    /// <summary>Counts a value that is not blank.</summary>
    public void Add(int row, in Spreadsheets.Cell cell)
    {
        if (_check.Problem(_check.Normalize(cell)) is null)
        {
            Fits++;
        }
        else
        {
            FirstMisfit ??= row;
        }
    }
}
