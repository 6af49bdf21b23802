namespace BatchImport.Spreadsheets;

/// <summary>What a <see cref="Cell"/> holds.</summary>
public enum CellKind : byte
{
    /// <summary>Nothing: no cell, or one with no text.</summary>
    Empty = 0,

    /// <summary>Text. Every cell of a delimited file is text or empty.</summary>
    Text = 1,

    /// <summary>A number that is not shown as a date.</summary>
    Number = 2,

    /// <summary>A date, a time or both: a number whose format shows it so.</summary>
    Date = 3,

    /// <summary>TRUE or FALSE.</summary>
    Boolean = 4,

    /// <summary>A spreadsheet error such as #N/A, kept as its text.</summary>
    Error = 5,

    /// <summary>
    /// A whole number that its format shows as an identifier: <c>00123</c>, <c>123-45-6789</c>, <c>+4930123</c>. It has both the text that is shown and the
    /// number. Columns of numbers take the number; all others take the text.
    /// </summary>
    Identifier = 6,

    /// <summary>A formula that the file has no result for, because no program has calculated it.</summary>
    Uncalculated = 7,
}

/// <summary>One cell of the file: typed, independent of the column's definition.</summary>
public readonly record struct Cell
{
    private Cell(CellKind kind, string? text, double number)
    {
        Kind = kind;
        Text = text;
        Number = number;
    }

    /// <summary>An empty cell; also <c>default</c>.</summary>
    public static Cell Empty => default;

    /// <summary>What the cell holds.</summary>
    public CellKind Kind { get; }

    /// <summary>A formula that was never calculated.</summary>
    public static Cell Uncalculated => new(CellKind.Uncalculated, null, 0);

    /// <summary>
    /// The text of a <see cref="CellKind.Text"/>, <see cref="CellKind.Error"/> or <see cref="CellKind.Identifier"/> cell; null for other kinds.
    /// </summary>
    public string? Text { get; }

    /// <summary>
    /// The number of a <see cref="CellKind.Number"/> or <see cref="CellKind.Identifier"/> cell; the serial day number of a <see cref="CellKind.Date"/>
    /// cell in the 1900 system (the argument of <see cref="DateTime.FromOADate"/>, from 1900-03-01 on; below 1 it is a time of day); 1 or 0 for a
    /// <see cref="CellKind.Boolean"/> cell.
    /// </summary>
    public double Number { get; }

    /// <summary>True when the cell is empty.</summary>
    public bool IsEmpty => Kind == CellKind.Empty;

    /// <summary>A text cell; <see cref="Empty"/> for null or an empty text.</summary>
    public static Cell FromText(string? text) => string.IsNullOrEmpty(text) ? default : new(CellKind.Text, text, 0);

    /// <summary>A number cell.</summary>
    public static Cell FromNumber(double number) => new(CellKind.Number, null, number);

    /// <summary>A number that its format shows as an identifier.</summary>
    /// <param name="shown">The text that a spreadsheet program shows; not empty.</param>
    /// <param name="number">The number that is stored.</param>
    public static Cell FromIdentifier(string shown, double number) => new(CellKind.Identifier, shown, number);

    /// <summary>A date cell, from its serial day number in the 1900 system.</summary>
    public static Cell FromDate(double serial) => new(CellKind.Date, null, serial);

    /// <summary>A boolean cell.</summary>
    public static Cell FromBoolean(bool value) => new(CellKind.Boolean, null, value ? 1 : 0);

    /// <summary>An error cell, from its text (<c>#N/A</c>).</summary>
    public static Cell FromError(string text) => new(CellKind.Error, text, 0);
}
