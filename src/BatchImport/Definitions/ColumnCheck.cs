using System.Globalization;
using System.Text.RegularExpressions;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Checks the values of one column. Blanks around a text do not count, except for the pattern of a text column, which sees the value
/// as it stands. Says the first rule a value breaks.
/// </summary>
internal sealed class ColumnCheck
{
    /// <summary>Allowed values a message lists.</summary>
    private const int MaxListed = 10;

    private readonly ColumnDefinition _column;
    private readonly Regex? _pattern;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _allowed;
    private readonly HashSet<decimal>? _allowedNumbers;
    private readonly NumberBounds _numbers;
    private readonly DateBounds _dates;

    public ColumnCheck(ColumnDefinition column)
    {
        _column = column;
        _pattern = column.Pattern is null ? null : Patterns.Get(column.Pattern);
        switch (column.Type)
        {
            case ColumnType.Integer or ColumnType.Decimal:
                _numbers = NumberBounds.Of(column);
                _allowedNumbers = column.Allowed.Count == 0 ? null : [.. column.Allowed.Select(static value => decimal.Parse(value, CultureInfo.InvariantCulture))];
                break;
            case ColumnType.Date:
                _dates = DateBounds.Of(column);
                break;
            default:
                _allowed = column.Allowed.Count == 0 ? null :
                    column.Allowed.ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
                break;
        }
    }

    /// <summary>What the column's values must be.</summary>
    public ColumnType Type => _column.Type;

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public string? Problem(in Cell cell)
    {
        if (Header.IsBlank(cell))
        {
            return _column.Required ? "a value is required" : null;
        }

        return cell.Kind == CellKind.Error ? $"{CellText.Quote(cell.Text!)} is a spreadsheet error, not a value" : _column.Type switch
        {
            ColumnType.Integer or ColumnType.Decimal => NumberProblem(cell),
            ColumnType.Date => DateProblem(cell),
            ColumnType.Boolean => TypedValues.TryBoolean(cell, out _) ? null : $"{Shown(cell)} is neither yes nor no (allowed: yes, no, true, false, 1, 0)",
            ColumnType.Email => EmailProblem(cell),
            _ => TextProblem(cell),
        };
    }

    private static string Shown(in Cell cell) => CellText.Quote(CellText.Of(cell));

    private string? NumberProblem(in Cell cell)
    {
        var isInteger = _column.Type == ColumnType.Integer;
        if (!TypedValues.TryNumber(cell, out var number))
        {
            return $"{Shown(cell)} is not a {(isInteger ? "whole number" : "number")}";
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

        return !TypedValues.TryDate(cell, out var date) ? $"{Shown(cell)} is not a date like 2024-12-31" :
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
            null;
    }

    private string? TextProblem(in Cell cell)
    {
        if (_pattern is null && _allowed is null)
        {
            return null;
        }

        var text = cell.Text ?? CellText.Of(cell);
        return
            _allowed is { } allowed && !allowed.Contains(text.AsSpan().Trim()) ? NotAllowed(cell) :
            _pattern?.IsMatch(text) == false ? NotMatched(cell) :
            null;
    }

    private string NotMatched(in Cell cell) => $"{Shown(cell)} does not match the pattern {_column.Pattern}";

    private string NotAllowed(in Cell cell)
    {
        var listed = string.Join(", ", _column.Allowed.Take(MaxListed));
        return _column.Allowed.Count > MaxListed
            ? string.Create(CultureInfo.InvariantCulture, $"{Shown(cell)} is not one of {listed} … ({_column.Allowed.Count} values in all)")
            : $"{Shown(cell)} is not one of {listed}";
    }
}
