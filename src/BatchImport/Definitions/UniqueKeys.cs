using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Finds duplicates of values that must be unique within a file, while the file is read from start to end: the first row with a value keeps it,
/// every later one gets an error that names the first. Values are compared as their column's type, without case and outer blanks; blank cells
/// and error values are skipped. The keys of an Azure Table that rows are sent to are also such values, compared as the table does: with case. Not
/// thread-safe.
/// </summary>
public sealed class UniqueKeys : IDisposable
{
    /// <summary>The maximum number of keys of a definition: each stores every value of a file.</summary>
    public const int MaxKeys = 8;

    private readonly Key[] _keys;
    private readonly UniqueValues _values;
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    private UniqueKeys(Key[] keys, UniqueValues values)
    {
        _keys = keys;
        _values = values;
    }

    /// <summary>
    /// Binds a definition to a header that <see cref="RowValidator.Bind"/> has accepted. Keys with a column that the file does not have are omitted.
    /// </summary>
    public static UniqueKeys Bind(ImportDefinition definition, IReadOnlyList<string> header) => Bind(definition, header, UniqueValues.MaxInMemory);

    /// <inheritdoc cref="Bind(ImportDefinition, IReadOnlyList{string})"/>
    internal static UniqueKeys Bind(ImportDefinition definition, IReadOnlyList<string> header, int maxInMemory)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Create(definition, header);
        var columns = match.ColumnsByName();
        var keys = definition.Columns.Where(static column => column.Unique).Select(column => new Key([columns[column.Name]], WithCase: false))
            .Concat(definition.Rules.Where(static rule => rule.Kind == RowRuleKind.Unique).Select(rule => new Key([.. rule.Columns.Select(name => columns[name])], WithCase: false)))
            .Concat(KeysOf(KeyColumns(definition.Target), match));
        return new([.. keys.Where(static key => Array.TrueForAll(key.Columns, static column => column.Index >= 0))], new UniqueValues(maxInMemory));
    }

    /// <summary>Checks the next row.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="cells">Its cells, as many as the header has.</param>
    /// <returns>An error for each value that an earlier row has; otherwise, null.</returns>
    public IReadOnlyList<RowError>? Check(int row, ReadOnlySpan<Cell> cells)
    {
        List<RowError>? errors = null;
        for (var i = 0; i < _keys.Length; i++)
        {
            var column = _keys[i].Columns[^1].Index;
            if (Hash(i, cells) is { } hash && _values.FirstRow(hash, row) is var first && first != row && errors?.Exists(error => error.Column == column) != true)
            {
                (errors ??= []).Add(new(column, Message(_keys[i].Columns, cells, first)));
            }
        }

        return errors;
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();

    /// <summary>The columns that are the key of a row in its target; empty for a target without keys.</summary>
    private static IEnumerable<string> KeyColumns(TargetDefinition target) => target switch
    {
        { Table: { } table } => Template.Parse(table.PartitionKey).Columns.Concat(Template.Parse(table.RowKey).Columns),
        { Sql: { } sql } => sql.Key,
        _ => [],
    };

    private static IEnumerable<Key> KeysOf(IEnumerable<string> names, HeaderMatch match)
    {
        var columns = names.Distinct(StringComparer.OrdinalIgnoreCase).Select(match.Find).OfType<RuleColumn>().ToArray();
        return columns.Length == 0 ? [] : [new Key(columns, WithCase: true)];
    }

    private static string Message(RuleColumn[] key, ReadOnlySpan<Cell> cells, int first) => key.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{CellText.Quote(CellText.Format(key[0].Of(cells)))} is the same value as in row {first}; every value may be there only once")
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", key.Select(static column => column.Shown))} have the same values as in row {first}; together they may be there only once");

    private UInt128? Hash(int key, ReadOnlySpan<Cell> cells)
    {
        _bytes.ResetWrittenCount();
        _bytes.Write([(byte)key]);
        foreach (var column in _keys[key].Columns)
        {
            var cell = column.Of(cells);
            if (Header.IsBlank(cell) || cell.Kind == CellKind.Error)
            {
                return null;
            }

            // The terminator distinguishes "a", "bc" from "ab", "c": no text contains a NUL.
            Encoding.UTF8.GetBytes(_keys[key].WithCase ? CellText.Format(column.Check.Convert(cell)) : Canonical(column.Check, cell), _bytes);
            _bytes.Write([(byte)0]);
        }

        return XxHash128.HashToUInt128(_bytes.WrittenSpan);
    }

    private static string Canonical(ColumnCheck check, in Cell cell)
    {
        switch (check.Column.Type)
        {
            case ColumnType.Integer or ColumnType.Decimal when check.TryNumber(cell, out var number):
                return number.Exact is { } exact ? exact.ToString("G29", CultureInfo.InvariantCulture) : number.Approximate.ToString("R", CultureInfo.InvariantCulture);
            case ColumnType.Date when check.TryDate(cell, out var date):
                return date.ToString("s", CultureInfo.InvariantCulture);
            default:
                return CellText.Format(check.Convert(cell)).Trim().ToUpperInvariant();
        }
    }

    /// <summary>Columns whose values are unique together.</summary>
    private sealed record Key(RuleColumn[] Columns, bool WithCase);
}
