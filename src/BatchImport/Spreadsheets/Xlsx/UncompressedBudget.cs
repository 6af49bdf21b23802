using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>Counts the uncompressed bytes of all parts of an archive together.</summary>
/// <param name="limit">The maximum number of bytes.</param>
internal sealed class UncompressedBudget(long limit)
{
    private long _spent;

    /// <summary>Counts bytes.</summary>
    /// <exception cref="SpreadsheetException"><c>too-large-uncompressed</c>.</exception>
    public void Spend(int bytes)
    {
        _spent += bytes;
        if (_spent > limit)
        {
            throw new SpreadsheetException("too-large-uncompressed",
                $"The workbook has more than {limit.ToString("N0", CultureInfo.InvariantCulture)} bytes when it is uncompressed, the limit for one file. Split it into smaller ones.");
        }
    }
}
