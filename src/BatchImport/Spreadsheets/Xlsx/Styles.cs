using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The number formats of a workbook's cell styles.</summary>
internal sealed class Styles
{
    /// <summary>The maximum number of cell formats and number formats that are read: as many as Excel allows, rounded up.</summary>
    private const int Max = 65_536;

    private readonly List<NumberFormat> _formats = [];

    /// <summary>The styles of a workbook without any: all numbers are shown as numbers.</summary>
    public static Styles None { get; } = new();

    /// <summary>The number format of the cell format at an index.</summary>
    public NumberFormat FormatOf(int index) => (uint)index < (uint)_formats.Count ? _formats[index] : NumberFormat.General;

    /// <summary>Reads a workbook's styles.</summary>
    public static Styles Read(XlsxPackage package, string part)
    {
        var styles = new Styles();
        var codes = new Dictionary<int, NumberFormat>();
        using var xml = package.Open(part);
        xml.ReadRoot("styleSheet", WorkbookPart.Namespaces);
        var inCellFormats = false;
        while (xml.Read())
        {
            if (xml.IsStart("numFmt") && codes.Count < Max && Id(xml) is { } custom)
            {
                codes[custom] = NumberFormat.Parse(xml.Reader.GetAttribute("formatCode"));
            }
            else if (xml.IsStart("cellXfs"))
            {
                inCellFormats = !xml.Reader.IsEmptyElement;
            }
            else if (xml.IsEnd("cellXfs"))
            {
                inCellFormats = false;
            }
            else if (inCellFormats && xml.IsStart("xf") && styles._formats.Count < Max)
            {
                var id = Id(xml) ?? 0;
                styles._formats.Add(codes.TryGetValue(id, out var format) ? format : NumberFormat.FromBuiltIn(id));
            }
        }

        return styles;
    }

    private static int? Id(XmlPart xml) =>
        int.TryParse(xml.Reader.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
