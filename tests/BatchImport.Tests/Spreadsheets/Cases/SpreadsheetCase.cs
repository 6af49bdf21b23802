using System.Text.Json;
using BatchImport.Testing;

namespace BatchImport.Tests.Spreadsheets.Cases;

/// <summary>A file of <c>Cases/Files</c> and the expected result of its import: one entry of a table <c>Cases/*.cases.json</c>.</summary>
internal sealed record SpreadsheetCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>The name of a definition of <c>Cases/Definitions</c>; null for none: any columns.</summary>
    public string? Definition { get; init; }

    /// <summary>The given encoding; null for none.</summary>
    public string? Encoding { get; init; }

    /// <summary>The code of the error; null when the file is imported.</summary>
    public string? Refused { get; init; }

    /// <summary>Texts that the error contains.</summary>
    public IReadOnlyList<string> Message { get; init; } = [];

    /// <summary>The name of the sheet that is read; null when it is not checked.</summary>
    public string? Sheet { get; init; }

    /// <summary>The header's row.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>The header's texts.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>The number of rows.</summary>
    public int? RowCount { get; init; }

    /// <summary>
    /// Rows: the row's number, then the values a target gets, in the JSON type of the cell: text, number, boolean, null for an empty cell,
    /// <c>{ "date": "2024-03-01" }</c>, <c>{ "error": "#N/A" }</c>. All rows, unless <see cref="RowCount"/> is set: then some of them.
    /// </summary>
    public IReadOnlyList<JsonElement[]> Rows { get; init; } = [];

    /// <summary>By row number: texts that the row's errors contain, one entry per error. A row without an entry has no error.</summary>
    public IReadOnlyDictionary<int, string[]> Errors { get; init; } = new Dictionary<int, string[]>();

    /// <summary>The cases of all tables.</summary>
    public static IReadOnlyList<SpreadsheetCase> All { get; } =
        [.. Directory.EnumerateFiles(PathOf(), "*.cases.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>A path below <c>Cases</c>.</summary>
    public static string PathOf(params ReadOnlySpan<string> segments) =>
        Repository.PathOf(["tests", "BatchImport.Tests", "Spreadsheets", "Cases", .. segments]);

    /// <summary>The name of the case in test results.</summary>
    public override string ToString() => string.Join(", ", new[] { File, Definition, Encoding }.OfType<string>());

    private static List<SpreadsheetCase> Read(string table) => JsonSerializer.Deserialize<List<SpreadsheetCase>>(System.IO.File.ReadAllBytes(table), Options)!;
}
