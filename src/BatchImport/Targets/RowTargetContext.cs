using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets;

/// <summary>The import that a target is created for.</summary>
/// <param name="definition">The import's definition.</param>
/// <param name="header">The file's header, in file order: the order of <see cref="RowDelivery.Values"/>.</param>
public sealed class RowTargetContext(ImportDefinition definition, IReadOnlyList<string> header)
{
    private readonly HeaderMatch _match = HeaderMatch.Create(definition, header);

    /// <summary>The import's definition.</summary>
    public ImportDefinition Definition => definition;

    /// <summary>The target in the definition.</summary>
    public TargetDefinition Target => definition.Target;

    /// <summary>The file's header, in file order.</summary>
    public IReadOnlyList<string> Header => header;

    /// <summary>The index in the header of a column, by its name or an alias in the definition; otherwise, by the header's text.</summary>
    /// <returns>Null when the definition has the column, and the file is allowed not to have it.</returns>
    /// <exception cref="RejectedException">Neither the definition nor the file has it.</exception>
    public int? IndexOf(string column)
    {
        var name = Spreadsheets.Header.Normalize(column);
        for (var i = 0; i < definition.Columns.Count; i++)
        {
            if (definition.Columns[i].Aliases.Prepend(definition.Columns[i].Name).Any(each => IsSame(each, name)))
            {
                return _match.IndexInHeader(i);
            }
        }

        for (var i = 0; i < header.Count; i++)
        {
            if (IsSame(header[i], name))
            {
                return i;
            }
        }

        throw new RejectedException("unknown-target-column",
            $"The target of the definition {definition.Name} needs the column {CellText.Quote(column)}, which neither the definition nor the file has. Add the column to the file, or correct the definition.");
    }

    private static bool IsSame(string text, string name) => string.Equals(Spreadsheets.Header.Normalize(text), name, StringComparison.OrdinalIgnoreCase);
}
