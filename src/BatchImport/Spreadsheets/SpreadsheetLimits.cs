using System.ComponentModel.DataAnnotations;

namespace BatchImport.Spreadsheets;

/// <summary>What a file may be; configuration section <c>Spreadsheets</c>. A file over a limit is rejected with that limit's own message.</summary>
public sealed class SpreadsheetLimits
{
    /// <summary>Rows a sheet may have, the header not counted. Default: 1,048,575, what one worksheet can hold.</summary>
    [Range(1, 1_048_575)]
    public int MaxRows { get; set; } = 1_048_575;
}
