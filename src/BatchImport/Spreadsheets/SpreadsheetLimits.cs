using System.ComponentModel.DataAnnotations;

namespace BatchImport.Spreadsheets;

/// <summary>What a file may be; configuration section <c>Spreadsheets</c>. A file over a limit is rejected with that limit's own message.</summary>
public sealed class SpreadsheetLimits
{
    /// <summary>The configuration section these are bound from.</summary>
    public const string Section = "Spreadsheets";

    /// <summary>Bytes a file may have as it was dropped. Default: 1 GiB. Code <c>too-large-file</c>.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 1L << 30;

    /// <summary>Rows a sheet may have, the header not counted. Default: 1,048,575, what one worksheet can hold. Code <c>too-many-rows</c>.</summary>
    [Range(1, 1_048_575)]
    public int MaxRows { get; set; } = 1_048_575;

    /// <summary>
    /// Columns a header may have. Default: 1,024, which keeps the cells of a page of 1,000 rows near 24 MB. A worksheet can hold
    /// 16,384. Code <c>too-many-columns</c>.
    /// </summary>
    [Range(1, 16_384)]
    public int MaxColumns { get; set; } = 1_024;

    /// <summary>Characters (UTF-16) a cell may have. Default: 32,767, what a worksheet's cell can hold. Code <c>cell-too-long</c>.</summary>
    [Range(1, 1_048_576)]
    public int MaxCellCharacters { get; set; } = 32_767;

    /// <summary>
    /// Characters (UTF-16) a row may have, all its cells together. Default: 262,144: what is held at once is a page of rows, so a
    /// cell's limit alone would not bound it. Code <c>row-too-long</c>.
    /// </summary>
    [Range(1_024, 16_777_216)]
    public int MaxRowCharacters { get; set; } = 262_144;

    /// <summary>
    /// Bytes that may come out of the parts of an XLSX or XLSB file, counted while they are read, not as declared, whatever the compression. Default: 4 GiB; a full
    /// worksheet of 1,048,576 rows by 30 columns has about 2. Code <c>too-large-uncompressed</c>.
    /// </summary>
    [Range(1_048_576L, long.MaxValue)]
    public long MaxUncompressedBytes { get; set; } = 4L << 30;

    /// <summary>Parts an XLSX or XLSB file may have. Default: 10,000; a big workbook has some hundreds. Code <c>too-many-entries</c>.</summary>
    [Range(16, 65_535)]
    public int MaxEntries { get; set; } = 10_000;
}
