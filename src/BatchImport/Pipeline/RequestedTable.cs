using System.Globalization;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// Determines where in a dropped file its table is: by blob metadata <c>sheet</c>, <c>headerrow</c> and <c>encoding</c>, then by the definition that
/// the file names; without either, it is detected. Metadata is ASCII: other characters of a sheet's name are percent-encoded (RFC 3986).
/// </summary>
internal static class RequestedTable
{
    public const string SheetMetadata = "sheet";
    public const string HeaderRowMetadata = "headerrow";
    public const string EncodingMetadata = "encoding";

    /// <summary>Where to look for the table.</summary>
    /// <param name="request">The file.</param>
    /// <param name="definition">The definition that the file names; null when it names none.</param>
    /// <exception cref="RejectedException"><c>invalid-metadata</c>: the row is not a number, or the encoding is unknown.</exception>
    public static TableLocation From(ImportRequest request, ImportDefinition? definition)
    {
        var where = definition is null ? TableLocation.Anywhere : DefinitionTable.GetLocation(definition);
        return where with
        {
            SheetName = request.Metadata.TryGetValue(SheetMetadata, out var sheet) && !string.IsNullOrWhiteSpace(sheet) ? Uri.UnescapeDataString(sheet).Trim() : where.SheetName,
            HeaderRow = HeaderRowOf(request) ?? where.HeaderRow,
            Encoding = EncodingOf(request) ?? where.Encoding,
        };
    }

    private static TextEncoding? EncodingOf(ImportRequest request)
    {
        if (!request.Metadata.TryGetValue(EncodingMetadata, out var name) || string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        return TextEncoding.Find(name) ?? throw new RejectedException(
            "invalid-metadata", $"The encoding {CellText.Quote(name)} that was given with '{request.FileName}' is unknown. Valid values: {string.Join(", ", TextEncoding.Names)}. Drop the file again with one of these, or without an encoding.");
    }

    private static int? HeaderRowOf(ImportRequest request)
    {
        if (!request.Metadata.TryGetValue(HeaderRowMetadata, out var text) || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var row) && row > 0
            ? row
            : throw new RejectedException("invalid-metadata", $"The header's row that was given with '{request.FileName}' is {CellText.Quote(text)}, but must be a row number: 1 and above. Correct it and drop the file again.");
    }
}
