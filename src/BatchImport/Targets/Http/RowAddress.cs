using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Http;

/// <summary>The address of a row's request: the host is fixed by the definition, values are in path and query only.</summary>
internal sealed class RowAddress
{
    // The minimum that servers should support (RFC 9110, section 4.1); few support much more.
    private const int MaxLength = 8_000;

    private readonly ColumnTemplate _template;
    private readonly int _firstValue;

    /// <exception cref="RejectedException">The host is not allowed.</exception>
    public RowAddress(Template template, RowTargetContext context, AllowedHosts hosts)
    {
        _template = new ColumnTemplate(template, context);
        var fixedText = template.Parts[0].Text;
        _firstValue = fixedText.Length;
        Base = new Uri(fixedText);
        if (hosts.Find(Base) is null)
        {
            throw new RejectedException("host-not-allowed",
                $"The definition {context.Definition.Name} sends its rows to {Base.GetLeftPart(UriPartial.Authority)}, which the setting {TargetOptions.Section}:{nameof(TargetOptions.AllowedHosts)} does not allow. Ask the operator of this installation to allow it, or correct the definition, and drop the file again.");
        }
    }

    /// <summary>The address up to the first value.</summary>
    public Uri Base { get; }

    /// <summary>The address for a row.</summary>
    /// <exception cref="RowRefusedException">A value would change the address beyond its place.</exception>
    public Uri For(in RowDelivery row)
    {
        var header = row.Header;
        var text = _template.Fill(row, (column, value) => value.Length > 0
            ? Uri.EscapeDataString(value)
            : throw new RowRefusedException($"{(column is { } index ? CellText.Quote(header[index]) : "a column")} is empty, and the target's address needs it"));
        if (text.Length > MaxLength)
        {
            throw new RowRefusedException($"the target's address would have {text.Length} characters with this row's values; {MaxLength} is the most");
        }

        var address = new Uri(text);

        // "." and ".." are path segments with a special meaning, which would lead to another address.
        var path = text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? text[..query] : text;
        var from = path.LastIndexOf('/', Math.Min(_firstValue, path.Length) - 1) + 1;
        if (Array.Exists(path[from..].Split('/'), segment => segment is "." or "..")
            || Uri.Compare(address, Base, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new RowRefusedException("a value in the target's address is nothing but dots, which would lead to another address");
        }

        return address;
    }
}
