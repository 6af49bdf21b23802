using System.Text;

namespace BatchImport.Faults.Imports;

/// <summary>A file to import: its rows are identified by their ids, and the kind of each determines its expected result.</summary>
/// <param name="kinds">The kinds of the rows, in order.</param>
internal sealed class FaultFile(IReadOnlyList<RowKind> kinds)
{
    /// <summary>The definition of its rows.</summary>
    public const string Definition = """
        {
          "name": "faults",
          "target": { "type": "faults", "attempts": 2, "timeoutSeconds": 5 },
          "columns": [
            { "name": "Fault id", "type": "integer", "required": true },
            { "name": "Fault kind", "required": true },
            { "name": "Fault mail", "type": "email", "required": true }
          ]
        }
        """;

    /// <summary>The name of the definition.</summary>
    public const string DefinitionName = "faults";

    // Every n-th row is invalid, and every m-th row takes the target some time.
    private const int InvalidEvery = 20;
    private const int SlowEvery = 50;

    /// <summary>Rows by id, from 1.</summary>
    public IReadOnlyList<RowKind> Kinds => kinds;

    /// <summary>A file with a number of rows, some of which are invalid and some slow.</summary>
    public static FaultFile Create(int rows, Random random) => Create(rows, random, []);

    /// <summary>A file with a number of rows, with rows of the given kinds among them.</summary>
    public static FaultFile Create(int rows, Random random, IEnumerable<RowKind> among)
    {
        var kinds = new RowKind[rows];
        for (var i = 0; i < rows; i++)
        {
            kinds[i] = random.Next(InvalidEvery) == 0 ? RowKind.Invalid : random.Next(SlowEvery) == 0 ? RowKind.Slow : RowKind.Fine;
        }

        foreach (var kind in among)
        {
            kinds[random.Next(rows)] = kind;
        }

        return new FaultFile(kinds);
    }

    /// <summary>True when a row of a kind must end on the sheet Success.</summary>
    public static bool MustSucceed(RowKind kind) => kind is RowKind.Fine or RowKind.Slow or RowKind.Garbage;

    /// <summary>The file's bytes: UTF-8 comma-separated text.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder("Fault id,Fault kind,Fault mail\n");
        for (var i = 0; i < kinds.Count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1},{kinds[i]},{(kinds[i] == RowKind.Invalid ? "nobody" : $"row{i + 1}@example.com")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
