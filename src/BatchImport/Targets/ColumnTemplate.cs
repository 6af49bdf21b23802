using System.Text;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets;

/// <summary>A template whose columns are resolved against a file's header.</summary>
internal sealed class ColumnTemplate
{
    private readonly (string? Text, int? Column)[] _parts;

    public ColumnTemplate(Template template, RowTargetContext context) =>
        _parts = [.. template.Parts.Select(part => part.Kind == TemplatePartKind.Text ? (part.Text, (int?)null) : (null, context.IndexOf(part.Text)))];

    /// <summary>Fills in the values of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="encode">Encodes a value's text for its place; receives the index of the column in the header, null if the file does not have it.</param>
    public string Fill(in RowDelivery row, Func<int?, string, string> encode)
    {
        var text = new StringBuilder();
        foreach (var (literal, column) in _parts)
        {
            text.Append(literal ?? encode(column, column is { } index ? CellText.Format(row.Values[index]) : ""));
        }

        return text.ToString();
    }
}
