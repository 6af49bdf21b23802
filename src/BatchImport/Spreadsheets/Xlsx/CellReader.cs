using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The data that a sheet's rows and cells need besides their XML.</summary>
internal sealed record SheetContext(string Place, SharedStrings Strings, Styles Styles, bool Is1904, IReadOnlyList<TableTotals> Totals, SpreadsheetLimits Limits);

/// <summary>Reads a worksheet's cells (CT_Cell, ECMA-376 Part 1, 18.3.1.4), one at a time.</summary>
internal sealed class CellReader
{
    private readonly XmlPart _xml;
    private readonly XmlReader _reader;
    private readonly SheetContext _context;
    private readonly TextBuffer _text;
    private readonly NameSet _names;
    private bool _hasFormula;
    private bool _hasValue;

    /// <summary>Reads the cells of a sheet.</summary>
    public CellReader(XmlPart xml, SheetContext context)
    {
        _xml = xml;
        _reader = xml.Reader;
        _context = context;
        _text = new TextBuffer(context.Limits.MaxCellCharacters);
        _names = new NameSet(_reader.NameTable);
    }

    /// <summary>True at the start of a cell.</summary>
    public bool IsAtCell => ReferenceEquals(_reader.LocalName, _names.Cell);

    /// <summary>Reads from a cell's start to its end.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="column">The index of the cell before, and then of this one: a cell without a reference follows that one.</param>
    public Cell Read(int row, ref int column)
    {
        string? reference = null, type = null, style = null;
        while (_reader.MoveToNextAttribute())
        {
            var name = _reader.LocalName;
            if (ReferenceEquals(name, _names.Reference))
            {
                reference = _reader.Value;
            }
            else if (ReferenceEquals(name, _names.Style))
            {
                style = _reader.Value;
            }
            else if (ReferenceEquals(name, _names.Type))
            {
                type = _reader.Value;
            }
        }

        _reader.MoveToElement();
        column = reference is null ? column + 1 : ColumnName.IndexIn(reference);
        if (column == ColumnName.Max)
        {
            throw SpreadsheetErrors.TooManyCells($"{_context.Place}, row {row}", ColumnName.Max);
        }

        if (column < 0)
        {
            throw new InvalidDataException($"row {row} has a cell {CellText.Quote(reference!)}, which no sheet can have");
        }

        if (_reader.IsEmptyElement)
        {
            return default;
        }

        ReadContent(isInline: type == "inlineStr");
        if (_text.IsTooLong)
        {
            throw SpreadsheetErrors.CellTooLong($"{_context.Place}, cell {ColumnName.FromIndex(column)}{row}", _context.Limits.MaxCellCharacters);
        }

        // A formula whose result is an empty text has an empty value. One without a value, of any type, has no result yet.
        return _hasFormula && _text.Text.IsEmpty && !(_hasValue && type == "str") ? Cell.Uncalculated : MakeCell(type, style, row);
    }

    /// <summary>Reads the content of a cell. If it has both a value and an inline text, its type decides which of them is used.</summary>
    private void ReadContent(bool isInline)
    {
        _text.Clear();
        _hasFormula = false;
        _hasValue = false;
        var hasInline = false;
        var depth = _reader.Depth;
        while (_xml.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                var name = _reader.LocalName;
                if (ReferenceEquals(name, _names.Value) && !(isInline && hasInline))
                {
                    _hasValue = true;
                    _text.Clear();
                    _xml.ReadText(_text);
                }
                else if (ReferenceEquals(name, _names.InlineString) && (isInline || !_hasValue))
                {
                    hasInline = true;
                    _text.Clear();
                    _xml.ReadRichText(_text);
                }
                else
                {
                    // A formula: the result stored with it is used.
                    _hasFormula |= ReferenceEquals(name, _names.Formula);
                    _xml.Skip();
                }

                if (_text.IsTooLong)
                {
                    return;
                }
            }
            else if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth)
            {
                return;
            }
        }
    }

    private Cell MakeCell(string? type, string? style, int row)
    {
        switch (type)
        {
            case null or "n":
                var format = style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? _context.Styles.FormatOf(index) : NumberFormat.General;
                return CellValues.FromNumber(_text.Text, format, _context.Is1904);
            case "s":
                return _text.Text.IsEmpty ? default : Cell.FromText(SharedString(row));
            case "b":
                return CellValues.FromBoolean(_text.Text);
            case "e":
                return _text.Text.IsEmpty ? default : Cell.FromError(_text.Text.ToString());
            case "d":
                return _text.Text.IsWhiteSpace() ? default : CellValues.FromIsoDate(_text.Text);
            default:
                _text.DecodeEscapes();
                return Cell.FromText(_text.Text.ToString());
        }
    }

    private string SharedString(int row) =>
        int.TryParse(_text.Text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index) && index < _context.Strings.Count
            ? _context.Strings.Get(index)
            : throw new InvalidDataException($"row {row} refers to a text that the workbook does not have");

    /// <summary>The names that every cell is checked for, as the reader returns them: equal ones are the same string.</summary>
    private sealed class NameSet(XmlNameTable table)
    {
        public readonly string Cell = table.Add("c");
        public readonly string Value = table.Add("v");
        public readonly string Formula = table.Add("f");
        public readonly string InlineString = table.Add("is");
        public readonly string Reference = table.Add("r");
        public readonly string Style = table.Add("s");
        public readonly string Type = table.Add("t");
    }
}
