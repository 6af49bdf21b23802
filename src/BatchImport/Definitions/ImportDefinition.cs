using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>What the columns of a file must hold and where its rows go. Read from JSON by <c>DefinitionReader</c>.</summary>
public sealed record ImportDefinition
{
    /// <summary>The name of <see cref="Open"/>.</summary>
    public const string OpenName = "open";

    /// <summary>The definition for files that no other one fits: any columns, nothing required, no target.</summary>
    public static ImportDefinition Open { get; } = new() { Name = OpenName, Columns = [] };

    /// <summary>The definition's name, 1 to 64 characters of a-z, 0-9 and hyphen.</summary>
    public required string Name { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>Rules over several columns.</summary>
    public IReadOnlyList<RowRule> Rules { get; init; } = [];

    /// <summary>What becomes of columns of a file that are not among <see cref="Columns"/>.</summary>
    public UnknownColumns UnknownColumns { get; init; }

    /// <summary>
    /// True when a header text that is nearly a column's name, and no other's, means that column. The matches are shown in the workbook.
    /// </summary>
    public bool Fuzzy { get; init; }

    /// <summary>The name of the sheet that is read, without case; null for the first visible one.</summary>
    public string? Sheet { get; init; }

    /// <summary>The header's row, 1-based, as a spreadsheet program shows it; null to find it.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>How many rows the header has; see <see cref="TableLocation.HeaderRows"/>.</summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>The name of the encoding (<see cref="Spreadsheets.Text.TextEncoding"/>) of its text files that are neither UTF-8 nor have a byte order mark; null to find it.</summary>
    public string? Encoding { get; init; }

    /// <summary>Who gets the mail when neither the blob's metadata nor its folder names an owner; null for none.</summary>
    public string? Notify { get; init; }

    /// <summary>How much of the machine its imports may take when the file does not say; null to go by size.</summary>
    public ImportPriority? Priority { get; init; }

    /// <summary>Where rows go, and how.</summary>
    public TargetDefinition Target { get; init; } = TargetDefinition.None;
}
