using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Checks rows against one rule over several columns, row by row.</summary>
internal sealed class RuleCheck
{
    private readonly RowRuleKind _kind;
    private readonly RuleColumn[] _columns;
    private readonly RuleColumn? _when;
    private readonly HashSet<string>? _is;

    /// <summary>Binds a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="find">Gives a column by its name in the definition.</param>
    public RuleCheck(RowRule rule, Func<string, RuleColumn> find)
    {
        _kind = rule.Kind;
        _columns = [.. rule.Columns.Select(find)];
        _when = rule.When is null ? null : find(rule.When);
        if (_when is { } when && rule.Is.Count > 0)
        {
            _is = rule.Is.Select(value => Text(TypedValues.Convert(when.Check.Column.Type, Notation.Invariant, Cell.FromText(value)))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Adds the errors of a row, unless the affected cell already has an error.</summary>
    public void AddProblems(ReadOnlySpan<Cell> cells, ref List<RowError>? errors)
    {
        switch (_kind)
        {
            case RowRuleKind.OneOf:
                CheckOneOf(cells, ref errors);
                break;
            case RowRuleKind.Requires:
                CheckRequires(cells, ref errors);
                break;
            case RowRuleKind.DateOrder:
                CheckDateOrder(cells, ref errors);
                break;
        }
    }

    private static string Text(in Cell cell) => CellText.Format(cell).Trim();

    private static string Shown(in Cell cell) => CellText.Quote(CellText.Format(cell));

    private static void Add(ref List<RowError>? errors, RuleColumn? column, string message)
    {
        int? index = column is { Index: >= 0 } ? column.Index : null;
        if (index is null || errors?.Exists(error => error.Column == index) != true)
        {
            (errors ??= []).Add(new(index, message));
        }
    }

    private void CheckOneOf(ReadOnlySpan<Cell> cells, ref List<RowError>? errors)
    {
        foreach (var column in _columns)
        {
            if (!Header.IsBlank(column.Of(cells)))
            {
                return;
            }
        }

        Add(ref errors, Array.Find(_columns, static column => column.Index >= 0), $"one of {string.Join(", ", _columns.Select(static column => column.Shown))} must have a value");
    }

    private void CheckRequires(ReadOnlySpan<Cell> cells, ref List<RowError>? errors)
    {
        var value = _when!.Of(cells);
        if (Header.IsBlank(value) || _is?.Contains(Text(_when.Check.Convert(value))) == false)
        {
            return;
        }

        foreach (var column in _columns)
        {
            if (Header.IsBlank(column.Of(cells)))
            {
                var what = column.Index >= 0 ? "a value is required" : $"a value of {column.Shown}, which the file does not have, is required";
                Add(ref errors, column, $"{what}, because {_when.Shown} {(_is is null ? "has one" : $"is {Shown(value)}")}");
            }
        }
    }

    private void CheckDateOrder(ReadOnlySpan<Cell> cells, ref List<RowError>? errors)
    {
        RuleColumn? before = null;
        DateTime least = default;
        foreach (var column in _columns)
        {
            var cell = column.Of(cells);
            if (Header.IsBlank(cell) || !column.Check.TryDate(cell, out var date))
            {
                continue;
            }

            if (before is not null && date < least)
            {
                Add(ref errors, column, $"{Shown(cell)} is before {Shown(before.Of(cells))}, the {before.Shown}");
            }

            (before, least) = (column, date);
        }
    }
}
