using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Definitions.Proposals;

/// <summary>Proposes a definition for files like a sample.</summary>
public static class DefinitionProposal
{
    /// <summary>The rows that are read.</summary>
    public const int SampleRows = 10_000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a sample and proposes a definition.</summary>
    /// <param name="content">The file's bytes, from their start.</param>
    /// <param name="name">The name of the definition.</param>
    /// <param name="limits">The limits of the file.</param>
    /// <param name="encoding">The encoding of a text file; null to detect it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A definition that is valid, with a comment for each decision: what is sure, what is likely, what is open, and why.</returns>
    /// <exception cref="RejectedException">The file cannot be read.</exception>
    public static string Create(Stream content, string name, SpreadsheetLimits limits, TextEncoding? encoding, CancellationToken cancellationToken)
    {
        using var reader = Spreadsheet.Open(content, limits, new TableLocation { Encoding = encoding });
        var header = reader.Header.ToArray();
        var columns = Enumerable.Range(0, header.Length).Where(index => !Header.IsUnnamed(header, index)).Select(index => (Index: index, Profile: new ColumnProfile(header[index]))).ToArray();
        var rows = 0;
        while (rows < SampleRows && reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            foreach (var (index, profile) in columns)
            {
                profile.Add(reader.RowNumber, reader.Cells[index]);
            }
        }

        var text = new StringBuilder();
        text.Append("{\n");
        text.Append(CultureInfo.InvariantCulture, $"  // Proposed from {rows} rows{(reader.SheetName is { } sheet ? $" of the sheet {CellText.Quote(sheet)}" : "")}{(rows == SampleRows ? ", the first of the file" : "")}.\n");
        text.Append("  // sure: holds for all of these rows. likely: holds for most, or more rows could show otherwise. open: a person must decide.\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"name\": {Json(name)},\n");
        if (encoding is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  \"encoding\": {Json(encoding.Name)},\n");
        }

        text.Append("  \"target\": \"none\",\n  \"columns\": [\n");
        var proposals = columns.Select(static column => ColumnProposal.From(column.Profile)).ToArray();
        for (var i = 0; i < proposals.Length; i++)
        {
            foreach (var reason in proposals[i].Reasons)
            {
                text.Append(CultureInfo.InvariantCulture, $"    // {reason}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"    {Json(proposals[i].Column)}{(i + 1 < proposals.Length ? "," : "")}\n");
        }

        return text.Append("  ]\n}\n").ToString();
    }

    private static string Json(ColumnDefinition column)
    {
        var parts = new List<string> { $"\"name\": {Json(column.Name)}" };
        Add(column.Type != ColumnType.Text, "type", Json(ColumnRules.NameOf(column.Type)));
        Add(column.Required, "required", "true");
        Add(column.Unique, "unique", "true");
        Add(column.Pattern is not null, "pattern", Json(column.Pattern ?? ""));
        Add(column.Allowed.Count > 0, "allowed", $"[{string.Join(", ", column.Allowed.Select(Json))}]");
        Add(column.DecimalSeparator is not null, "decimalSeparator", Json(column.DecimalSeparator ?? ""));
        Add(column.ThousandsSeparator is not null, "thousandsSeparator", Json(column.ThousandsSeparator ?? ""));
        Add(column.DayFirst is not null, "dayFirst", column.DayFirst == true ? "true" : "false");
        return $"{{ {string.Join(", ", parts)} }}";

        void Add(bool isSet, string property, string value)
        {
            if (isSet)
            {
                parts.Add($"\"{property}\": {value}");
            }
        }
    }

    private static string Json(string text) => JsonSerializer.Serialize(text, Readable);
}
