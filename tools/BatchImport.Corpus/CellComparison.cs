using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Corpus;

/// <summary>Compares a cell with ExcelDataReader's value, which contains less: no error values, no formats, and dates as one type.</summary>
internal static class CellComparison
{
    private const double Tolerance = 1e-9;

    private static readonly TimeSpan TimeTolerance = TimeSpan.FromSeconds(1);

    /// <summary>True for the same value.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="theirs">ExcelDataReader's value.</param>
    public static bool AreEqual(in Cell cell, object? theirs) => cell.Kind switch
    {
        CellKind.Empty => IsBlank(theirs),

        // ExcelDataReader returns 0 or no value for a formula without a result.
        CellKind.Uncalculated => IsBlank(theirs) || theirs is 0d or 0,
        CellKind.Error => theirs is null || (theirs is string text && text == cell.Text),
        CellKind.Boolean => theirs is bool flag && flag == (cell.Number != 0),
        CellKind.Number or CellKind.Identifier => Number(theirs) is { } number && IsNear(cell.Number, number),
        CellKind.Date => IsSameTime(cell.Number, theirs),
        _ => IsSameText(cell.Text!, theirs),
    };

    /// <summary>True for no value, and for a text of blanks only.</summary>
    public static bool IsBlank(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    private static double? Number(object? value) => value switch
    {
        double number => number,
        int number => number,
        _ => null,
    };

    private static bool IsNear(double ours, double theirs) => ours == theirs || Math.Abs(ours - theirs) <= Tolerance * Math.Max(Math.Abs(ours), Math.Abs(theirs));

    private static bool IsSameTime(double serial, object? theirs) => theirs switch
    {
        TimeSpan time => (SerialDate.ToTimeOfDay(serial) - time).Duration() < TimeTolerance,
        DateTime date when SerialDate.ToDateTime(serial) is { } ours => (ours - date).Duration() < TimeTolerance,
        DateTime date => (SerialDate.ToTimeOfDay(serial) - date.TimeOfDay).Duration() < TimeTolerance,

        // A format that ExcelDataReader does not know.
        _ => Number(theirs) is { } number && IsNear(serial, number),
    };

    private static bool IsSameText(string ours, object? theirs) => theirs switch
    {
        string text => string.Equals(ours.ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"), StringComparison.Ordinal),
        TimeSpan time => ours == Duration(time),

        // A whole number of many digits is text here, so that no digits are lost.
        double number => double.TryParse(ours, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && IsNear(parsed, number),
        null => ours.Length == 0,
        _ => false,
    };

    private static string Duration(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}{(time.Milliseconds == 0 ? "" : $".{time:fff}")}");
}
