using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Definitions;

/// <summary>Where in a file a definition's table is.</summary>
internal static class DefinitionTable
{
    /// <summary>The sheet and row that the definition names, or else where a header stands that it can be bound to.</summary>
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

    /// <summary>True when a table is where a definition says its tables are, or the definition says nothing of it.</summary>
    public static bool IsAt(ImportDefinition definition, IRowSource reader) =>
        (definition.Sheet is null || reader.SheetName is null || string.Equals(definition.Sheet, reader.SheetName.Trim(), StringComparison.OrdinalIgnoreCase)) &&
        (definition.HeaderRow is null || definition.HeaderRow == reader.HeaderRow);
}
