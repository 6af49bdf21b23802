using System.Globalization;
using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>What cells need to become values besides their own XML.</summary>
internal sealed record SheetContext(string Place, SharedStrings Strings, Styles Styles, bool Is1904, SpreadsheetLimits Limits);

/// <summary>Reads a worksheet's cells (CT_Cell, ECMA-376 Part 1, 18.3.1.4), one at a time.</summary>
internal sealed class CellReader
{
    private readonly XmlPart _xml;
    private readonly XmlReader _reader;
    private readonly SheetContext _context;
    private readonly TextBuffer _text;
    private readonly NameSet _names;

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

    /// <summary>From a cell's start to its end.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="column">The index of the cell before, and then of this one: a cell that does not say where it is follows that one.</param>
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
            throw Refuse.TooManyCells($"{_context.Place}, row {row}", ColumnName.Max);
        }

        if (column < 0)
        {
            throw new InvalidDataException($"row {row} has a cell {CellText.Quote(reference!)}, which no sheet can have");
        }

        if (_reader.IsEmptyElement)
        {
            return default;
        }

        ReadContent();
        return _text.IsTooLong
            ? throw Refuse.CellTooLong($"{_context.Place}, cell {ColumnName.Of(column)}{row}", _context.Limits.MaxCellCharacters)
            : MakeCell(type, style, row);
    }

    private void ReadContent()
    {
        _text.Clear();
        var depth = _reader.Depth;
        while (_xml.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                var name = _reader.LocalName;
                if (ReferenceEquals(name, _names.Value))
                {
                    _xml.ReadText(_text);
                }
                else if (ReferenceEquals(name, _names.InlineString))
                {
                    _xml.ReadRichText(_text);
                }
                else
                {
                    // A formula: what counts is the result stored beside it.
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
                var format = style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? _context.Styles.KindOf(index) : NumberFormatKind.Number;
                return CellValues.OfNumber(_text.Text, format, _context.Is1904);
            case "s":
                return _text.Text.IsEmpty ? default : Cell.OfText(SharedString(row));
            case "b":
                return _text.Text.IsEmpty ? default : Cell.OfBoolean(_text.Text.Trim() is "1" or "true" or "TRUE");
            case "e":
                return _text.Text.IsEmpty ? default : Cell.OfError(_text.Text.ToString());
            case "d":
                return _text.Text.IsWhiteSpace() ? default : CellValues.OfIsoDate(_text.Text);
            default:
                _text.DecodeEscapes();
                return Cell.OfText(_text.Text.ToString());
        }
    }

    private string SharedString(int row) =>
        int.TryParse(_text.Text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index) && index < _context.Strings.Count
            ? _context.Strings.Get(index)
            : throw new InvalidDataException($"row {row} refers to a text that the workbook does not have");

    /// <summary>The names looked for in every cell, as the reader hands them out: equal ones are the same string.</summary>
    private sealed class NameSet(XmlNameTable table)
    {
        public readonly string Cell = table.Add("c");
        public readonly string Value = table.Add("v");
        public readonly string InlineString = table.Add("is");
        public readonly string Reference = table.Add("r");
        public readonly string Style = table.Add("s");
        public readonly string Type = table.Add("t");
    }
}
