using System.Globalization;
using System.Text.RegularExpressions;
using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Checks the values of one column, and converts them to its type. Blanks around a text are ignored, except for the pattern and the
/// length of a text column that does not trim, which apply to the value as it is. Reports the first rule that a value violates.
/// </summary>
internal sealed class ColumnCheck
{
    /// <summary>What is wrong with a formula that has no result.</summary>
    public const string NotCalculated = "the formula has no result, because no program has calculated it: open the file in a spreadsheet program, save it and drop it again";

    /// <summary>Whole numbers from this value on have more digits than a number cell keeps.</summary>
    private const double DigitsLost = 1e15;

    /// <summary>Allowed values a message lists.</summary>
    private const int MaxListed = 10;

    private readonly ColumnDefinition _column;
    private readonly ReferenceList? _list;
    private readonly Regex? _pattern;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _allowed;
    private readonly HashSet<decimal>? _allowedNumbers;
    private readonly NumberBounds _numbers;
    private readonly DateBounds _dates;
    private readonly Notation _notation;
    private readonly Cell _default;
    private readonly bool _isCompared;

    /// <param name="column">The column.</param>
    /// <param name="list">The values of <see cref="ColumnDefinition.AllowedIn"/>; null when they are not checked.</param>
    public ColumnCheck(ColumnDefinition column, ReferenceList? list = null)
    {
        _column = column;
        _list = list;
        var values = list?.Values ?? column.Allowed;
        _notation = Notation.From(column);
        _isCompared = column.Type != ColumnType.Text || column.Allowed.Count > 0 || column.AllowedIn is not null;
        _default = column.Default is null ? default : TypedValues.Convert(column.Type, Notation.Invariant, Cell.FromText(column.Default));
        _pattern = column.Pattern is null ? null : Patterns.Get(column.Pattern);
        switch (column.Type)
        {
            case ColumnType.Integer or ColumnType.Decimal:
                _numbers = NumberBounds.Create(column);
                _allowedNumbers = values.Count == 0 ? null : [.. Numbers(values)];
                break;
            case ColumnType.Date:
                _dates = DateBounds.Create(column);
                break;
            default:
                _allowed = values.Count == 0 ? null : values.ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
                break;
        }
    }

    /// <summary>The column.</summary>
    public ColumnDefinition Column => _column;

    /// <summary>
    /// A cell with the column's default, trimming and case applied, without invisible characters unless the column takes any text, and an identifier as
    /// the text it shows where the column holds no numbers; the cell itself when none of them changes it.
    /// </summary>
    public Cell Normalize(in Cell cell)
    {
        if (cell.Kind == CellKind.Identifier && _column.Type is not (ColumnType.Integer or ColumnType.Decimal or ColumnType.Boolean))
        {
            return Normalize(Cell.FromText(cell.Text));
        }

        if (Header.IsBlank(cell))
        {
            return !_default.IsEmpty ? _default : _column.Trim ? Cell.Empty : cell;
        }

        if (cell.Kind != CellKind.Text)
        {
            return cell;
        }

        var text = _isCompared ? InvisibleCharacters.Remove(cell.Text!) : cell.Text!;
        text = _column.Trim ? InvisibleCharacters.Trim(text) : text;
        text = _column.Case switch
        {
            TextCase.Upper => text.ToUpperInvariant(),
            TextCase.Lower => text.ToLowerInvariant(),
            _ => text,
        };
        return string.Equals(text, cell.Text, StringComparison.Ordinal) ? cell : Cell.FromText(text);
    }

    /// <summary>A normalized cell converted to the column's type, where the conversion loses nothing.</summary>
    public Cell Convert(in Cell cell) => TypedValues.Convert(_column.Type, _notation, cell);

    /// <summary>A normalized cell's date; false when it has none.</summary>
    public bool TryDate(in Cell cell, out DateTime date) => TypedValues.TryDate(cell, _notation, out date);

    /// <summary>A normalized cell's number; false when it has none.</summary>
    public bool TryNumber(in Cell cell, out NumberValue number) => TypedValues.TryNumber(cell, _notation, out number);

    /// <summary>What is wrong with a normalized cell; null when nothing is.</summary>
    public string? Problem(in Cell cell)
    {
        if (Header.IsBlank(cell))
        {
            return _column.Required ? "a value is required" : null;
        }

        return cell.Kind switch
        {
            CellKind.Error => $"{CellText.Quote(cell.Text!)} is a spreadsheet error, not a value",
            CellKind.Uncalculated => NotCalculated,
            CellKind.Number when HasLostDigits(cell) => $"{Shown(cell)} is a number of more than 15 digits, of which a spreadsheet keeps only the first 15: the digits behind them are lost. Format the column as text and enter the value again",
            _ => ValueProblem(cell),
        };
    }

    private string? ValueProblem(in Cell cell) =>
        _column.Type switch
        {
            ColumnType.Integer or ColumnType.Decimal => NumberProblem(cell),
            ColumnType.Date => DateProblem(cell),
            ColumnType.Boolean => TypedValues.TryBoolean(cell, _notation, out _) ? null : $"{Shown(cell)} is neither yes nor no (allowed: {_notation.Words})",
            ColumnType.Email => EmailProblem(cell),
            _ => TextProblem(cell),
        };

    /// <summary>True for a whole number that is too long for a number cell, where its digits matter.</summary>
    private bool HasLostDigits(in Cell cell) =>
        _column.Type is ColumnType.Text or ColumnType.Integer && Math.Abs(cell.Number) >= DigitsLost && Math.Truncate(cell.Number) == cell.Number;

    private static string Shown(in Cell cell) => CellText.Quote(CellText.Format(cell));

    private string? NumberProblem(in Cell cell)
    {
        var isInteger = _column.Type == ColumnType.Integer;
        if (!TryNumber(cell, out var number))
        {
            return $"{Shown(cell)} is not a {(isInteger ? "whole number" : "number")}{(_notation.NumberExample is { } example ? $" like {example}" : "")}";
        }

        if (isInteger && !number.IsWhole)
        {
            return $"{Shown(cell)} has a fraction, but a whole number is required";
        }

        if (_numbers.Problem(number) is { } bound)
        {
            return $"{Shown(cell)} is {bound}";
        }

        return _allowedNumbers is { } allowed && !(number.Exact is { } exact && allowed.Contains(exact)) ? NotAllowed(cell) : null;
    }

    private string? DateProblem(in Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Number:
                return $"{Shown(cell)} is a number, not a date: format the cell as a date";
            case CellKind.Date when SerialDate.ToDateTime(cell.Number) is null:
                return $"{Shown(cell)} is a time without a date";
        }

        return !TryDate(cell, out var date) ? $"{Shown(cell)} is not a date like {_notation.DateExample}" :
            _dates.Problem(date) is { } bound ? $"{Shown(cell)} is {bound}" :
            null;
    }

    private string? EmailProblem(in Cell cell)
    {
        var text = cell.Kind == CellKind.Text ? cell.Text.AsSpan().Trim() : default;
        return
            !EmailAddress.IsValid(text) ? $"{Shown(cell)} is not an e-mail address" :
            _allowed is { } allowed && !allowed.Contains(text) ? NotAllowed(cell) :
            _pattern?.IsMatch(text) == false ? NotMatched(cell) :
            LengthProblem(cell, text);
    }

    private string? TextProblem(in Cell cell)
    {
        if (_pattern is null && _allowed is null && _column.MinLength is null && _column.MaxLength is null)
        {
            return null;
        }

        var text = cell.Text ?? CellText.Format(cell);
        return
            _allowed is { } allowed && !allowed.Contains(text.AsSpan().Trim()) ? NotAllowed(cell) :
            _pattern?.IsMatch(text) == false ? NotMatched(cell) :
            LengthProblem(cell, text);
    }

    private string? LengthProblem(in Cell cell, ReadOnlySpan<char> text)
    {
        // A text cannot have more characters than it has UTF-16 units.
        if (_column.MinLength is null && !(text.Length > _column.MaxLength))
        {
            return null;
        }

        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return
            length < _column.MinLength ? string.Create(CultureInfo.InvariantCulture, $"{Shown(cell)} has {length} characters; {_column.MinLength} is the least allowed") :
            length > _column.MaxLength ? string.Create(CultureInfo.InvariantCulture, $"{Shown(cell)} has {length} characters; {_column.MaxLength} is the most allowed") :
            null;
    }

    private string NotMatched(in Cell cell) => $"{Shown(cell)} does not match the pattern {_column.Pattern}";

    // The values of a list are from outside: those that are no numbers match no number.
    private static IEnumerable<decimal> Numbers(IEnumerable<string> values) =>
        values.Select(static value => PlainNumber.TryParse(value, out var number) ? (decimal?)number : null).OfType<decimal>();

    private string NotAllowed(in Cell cell)
    {
        if (_list is { } list)
        {
            var nearest = list.Nearest(CellText.Format(cell));
            return $"{Shown(cell)} is not in {list.Source.Title}{(nearest is null ? "" : $"; did you mean {CellText.Quote(nearest)}?")}";
        }

        var listed = string.Join(", ", _column.Allowed.Take(MaxListed));
        return _column.Allowed.Count > MaxListed
            ? string.Create(CultureInfo.InvariantCulture, $"{Shown(cell)} is not one of {listed} … ({_column.Allowed.Count} values in all)")
            : $"{Shown(cell)} is not one of {listed}";
    }
}
