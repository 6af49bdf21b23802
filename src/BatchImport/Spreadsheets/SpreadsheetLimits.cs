using System.ComponentModel.DataAnnotations;

namespace BatchImport.Spreadsheets;

/// <summary>The limits of a file; configuration section <c>Spreadsheets</c>. A file that exceeds one is rejected with the message of that limit.</summary>
public sealed class SpreadsheetLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Spreadsheets";

    /// <summary>The maximum size in bytes of a dropped file. Default: 1 GiB. Code <c>too-large-file</c>.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 1L << 30;

    /// <summary>The maximum number of rows of a sheet, without the header. Default: 1,048,575, the limit of a worksheet. Code <c>too-many-rows</c>.</summary>
    [Range(1, 1_048_575)]
    public int MaxRows { get; set; } = 1_048_575;

    /// <summary>
    /// The maximum number of columns. Default: 1,024, which keeps the cells of a page of 1,000 rows near 24 MB. A worksheet can hold
    /// 16,384. Code <c>too-many-columns</c>.
    /// </summary>
    [Range(1, 16_384)]
    public int MaxColumns { get; set; } = 1_024;

    /// <summary>The maximum number of characters (UTF-16) of a cell. Default: 32,767, the limit of a worksheet. Code <c>cell-too-long</c>.</summary>
    [Range(1, 1_048_576)]
    public int MaxCellCharacters { get; set; } = 32_767;

    /// <summary>
    /// The maximum number of characters (UTF-16) of all cells of a row. Default: 262,144: a page of rows is in memory at once, which a
    /// cell's limit alone would not bound. Code <c>row-too-long</c>.
    /// </summary>
    [Range(1_024, 16_777_216)]
    public int MaxRowCharacters { get; set; } = 262_144;

    /// <summary>
    /// The maximum number of uncompressed bytes of all parts of an XLSX or XLSB file, counted while they are read, not as declared. Default: 4 GiB; a full
    /// worksheet of 1,048,576 rows by 30 columns has about 2. Code <c>too-large-uncompressed</c>.
    /// </summary>
    [Range(1_048_576L, long.MaxValue)]
    public long MaxUncompressedBytes { get; set; } = 4L << 30;

    /// <summary>The maximum number of parts of an XLSX or XLSB file. Default: 10,000; a big workbook has some hundreds. Code <c>too-many-entries</c>.</summary>
    [Range(16, 65_535)]
    public int MaxEntries { get; set; } = 10_000;
}
