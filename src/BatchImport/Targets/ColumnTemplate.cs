using System.Text;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets;

/// <summary>A template whose columns are found in a file's header.</summary>
internal sealed class ColumnTemplate
{
    private readonly (string? Text, int? Column)[] _parts;

    public ColumnTemplate(Template template, RowTargetContext context) =>
        _parts = [.. template.Parts.Select(part => part.Kind == TemplatePartKind.Text ? (part.Text, (int?)null) : (null, context.IndexOf(part.Text)))];

    /// <summary>Fills it in.</summary>
    /// <param name="row">The row.</param>
    /// <param name="encode">Makes of a value's text what may stand there; takes the place of the column in the header, null for a column the file has not.</param>
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
