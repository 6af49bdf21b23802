using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Http;

/// <summary>The JSON of a row's request: the definition's body with the row's values, or an object of all columns.</summary>
internal sealed class RowBody
{
    // The body is sent to a program, not embedded in a page: text stays readable.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement? _body;
    private readonly Dictionary<string, Text> _texts = new(StringComparer.Ordinal);

    public RowBody(string? body, RowTargetContext context)
    {
        if (body is null)
        {
            return;
        }

        using var document = JsonDocument.Parse(body);
        _body = document.RootElement.Clone();
        foreach (var text in JsonTemplate.Texts(_body.Value))
        {
            var template = Template.Parse(text);
            _texts[text] = template.OnlyColumn is { } column ? new(null, context.IndexOf(column)) : new(new ColumnTemplate(template, context), null);
        }
    }

    /// <summary>The JSON for a row, in UTF-8.</summary>
    public ReadOnlyMemory<byte> For(in RowDelivery row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        if (_body is { } body)
        {
            Write(writer, body, row);
        }
        else
        {
            writer.WriteStartObject();
            for (var column = 0; column < row.Header.Count; column++)
            {
                writer.WritePropertyName(row.Header[column]);
                Write(writer, row.Values[column]);
            }

            writer.WriteEndObject();
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, JsonElement element, in RowDelivery row)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, row);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, row);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when _texts[element.GetString()!] is var text:
                if (text.Template is { } template)
                {
                    writer.WriteStringValue(template.Fill(row, static (_, value) => value));
                }
                else
                {
                    Write(writer, text.Column is { } column ? row.Values[column] : Cell.Empty);
                }

                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, in Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Empty:
                writer.WriteNullValue();
                break;
            case CellKind.Boolean:
                writer.WriteBooleanValue(cell.Number != 0);
                break;
            case CellKind.Number:
                // As the spreadsheet shows it: 0.1, not 0.1000000000000000055.
                writer.WriteRawValue(CellText.Format(cell));
                break;
            default:
                writer.WriteStringValue(CellText.Format(cell));
                break;
        }
    }

    /// <summary>A text of the body: a template, or the index of the one column it consists of; neither for a column that the file does not have.</summary>
    private sealed record Text(ColumnTemplate? Template, int? Column);
}
