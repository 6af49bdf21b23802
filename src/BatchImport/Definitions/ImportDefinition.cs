using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>What the columns of a file must hold and where its rows are sent. Read from JSON by <c>DefinitionReader</c>.</summary>
public sealed record ImportDefinition
{
    /// <summary>The name of <see cref="Open"/>.</summary>
    public const string OpenName = "open";

    /// <summary>The definition for files that no other one matches: any columns, nothing required, no target.</summary>
    public static ImportDefinition Open { get; } = new() { Name = OpenName, Columns = [] };

    /// <summary>The definition's name, 1 to 64 characters of a-z, 0-9 and hyphen.</summary>
    public required string Name { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>Rules over several columns.</summary>
    public IReadOnlyList<RowRule> Rules { get; init; } = [];

    /// <summary>How columns of a file that are not among <see cref="Columns"/> are handled.</summary>
    public UnknownColumns UnknownColumns { get; init; }

    /// <summary>
    /// True when a header text that is similar to the name of exactly one column matches that column. The workbook shows these matches.
    /// </summary>
    public bool Fuzzy { get; init; }

    /// <summary>The name of the sheet that is read, without case; null for the first visible one.</summary>
    public string? Sheet { get; init; }

    /// <summary>The header's row, 1-based, as a spreadsheet program shows it; null to find it.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>The number of header rows; see <see cref="TableLocation.HeaderRows"/>.</summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>
    /// The name of the encoding (<see cref="Spreadsheets.Text.TextEncoding"/>) of its text files that are neither UTF-8 nor have a byte order mark; null
    /// to detect it.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>The recipient of the mail when neither the blob's metadata nor its folder names an owner; null for none.</summary>
    public string? Notify { get; init; }

    /// <summary>The priority of its imports when the file's metadata has none; null to determine it from the file's size.</summary>
    public ImportPriority? Priority { get; init; }

    /// <summary>The addresses that are notified of the ends of its imports.</summary>
    public IReadOnlyList<WebhookDefinition> Webhooks { get; init; } = [];

    /// <summary>Where and how rows are sent.</summary>
    public TargetDefinition Target { get; init; } = TargetDefinition.None;
}
