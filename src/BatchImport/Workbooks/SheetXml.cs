using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchImport.Workbooks;

/// <summary>The XML of a row sheet around its rows, taken from a sheet that EPPlus wrote.</summary>
internal sealed partial class SheetXml
{
    private const string Begin = "<sheetData>";
    private const string End = "</sheetData>";
    private readonly string _after;
    private readonly string _columns;

    /// <summary>Splits a sheet.</summary>
    /// <exception cref="InvalidOperationException">The sheet does not have the structure of EPPlus 4.5.</exception>
    public SheetXml(string sheet)
    {
        var begin = sheet.IndexOf(Begin, StringComparison.Ordinal);
        var end = sheet.IndexOf(End, StringComparison.Ordinal);
        var filter = end < 0 ? Match.Empty : Filter().Match(sheet, end);
        if (begin < 0 || !filter.Success)
        {
            throw new InvalidOperationException("The frame of a workbook has a sheet without rows or without filter: EPPlus writes sheets in a way unknown to this program.");
        }

        // The dimension would have to name the last row before the rows are known; the specification allows to omit it.
        Before = Dimension().Replace(sheet[..(begin + Begin.Length)], "");
        _after = sheet[end..];
        _columns = filter.Groups["columns"].Value;
    }

    /// <summary>The XML before the rows.</summary>
    public string Before { get; }

    /// <summary>The XML after the rows.</summary>
    /// <param name="lastRow">The last row's number.</param>
    public string After(int lastRow)
    {
        // Identifiers with leading zeros are text on purpose: no warnings on them. The element's place is after all that EPPlus writes.
        var range = _columns + lastRow.ToString(CultureInfo.InvariantCulture);
        return Filter().Replace(_after, $"<autoFilter ref=\"{range}\"").Replace(
            "</worksheet>",
            $"<ignoredErrors><ignoredError sqref=\"{range}\" numberStoredAsText=\"1\" /></ignoredErrors></worksheet>",
            StringComparison.Ordinal);
    }

    [GeneratedRegex("""<dimension [^>]*/>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Dimension();

    [GeneratedRegex("""<autoFilter ref="(?<columns>A1:[A-Z]+)[0-9]+["]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Filter();
}
