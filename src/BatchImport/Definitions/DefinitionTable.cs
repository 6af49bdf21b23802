using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Definitions;

/// <summary>Locates the table of a definition in a file.</summary>
internal static class DefinitionTable
{
    /// <summary>The sheet and row that the definition names; otherwise, the place of a header that matches the definition.</summary>
    public static TableLocation GetLocation(ImportDefinition definition) => new()
    {
        SheetName = definition.Sheet,
        HeaderRow = definition.HeaderRow,
        HeaderRows = definition.HeaderRows,
        Encoding = definition.Encoding is { } encoding ? TextEncoding.Find(encoding) : null,
        LeavesOutUnnamed = definition.UnknownColumns == UnknownColumns.Drop,
        IsLeftOut = definition.UnknownColumns == UnknownColumns.Drop ? name => HeaderMatch.Create(definition, [name]).Matched == 0 : null,
        IsHeader = definition.Columns.Count > 0 ? header => HeaderMatch.Create(definition, header) is { Matched: > 0, IsComplete: true, IsAmbiguous: false } : null,
    };

    /// <summary>True when a table is where its definition expects it, or the definition does not specify a place.</summary>
    public static bool IsAt(ImportDefinition definition, IRowSource reader) =>
        (definition.Sheet is null || reader.SheetName is null || string.Equals(definition.Sheet, reader.SheetName.Trim(), StringComparison.OrdinalIgnoreCase)) &&
        (definition.HeaderRow is null || definition.HeaderRow == reader.HeaderRow);
}
