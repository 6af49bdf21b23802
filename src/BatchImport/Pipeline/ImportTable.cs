using System.Globalization;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// Where in a dropped file its table is: blob metadata <c>sheet</c> and <c>headerrow</c>, else what the definition that the file names says, else
/// where it is found. Metadata is ASCII: other characters of a sheet's name are percent-encoded (RFC 3986).
/// </summary>
internal static class ImportTable
{
    public const string SheetMetadata = "sheet";
    public const string HeaderRowMetadata = "headerrow";

    /// <summary>Where to look.</summary>
    /// <param name="request">The file.</param>
    /// <param name="definition">The definition that the file names; null when it names none.</param>
    /// <exception cref="RejectedException"><c>invalid-metadata</c>: the row is no number.</exception>
    public static TableLocation Of(ImportRequest request, ImportDefinition? definition)
    {
        var where = definition is null ? TableLocation.Anywhere : DefinitionTable.LocationOf(definition);
        return where with
        {
            SheetName = request.Metadata.TryGetValue(SheetMetadata, out var sheet) && !string.IsNullOrWhiteSpace(sheet) ? Uri.UnescapeDataString(sheet).Trim() : where.SheetName,
            HeaderRow = HeaderRowOf(request) ?? where.HeaderRow,
        };
    }

    private static int? HeaderRowOf(ImportRequest request)
    {
        if (!request.Metadata.TryGetValue(HeaderRowMetadata, out var text) || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var row) && row > 0
            ? row
            : throw new RejectedException("invalid-metadata", $"The blob metadata {HeaderRowMetadata} of '{request.FileName}' is {CellText.Quote(text)}, but must be the number of the header's row: 1 and above. Mend it and drop the file again.");
    }
}
