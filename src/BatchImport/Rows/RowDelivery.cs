using BatchImport.Spreadsheets;

namespace BatchImport.Rows;

/// <summary>A valid row on its way to a target.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Number">The row's number in the sheet, 1-based.</param>
/// <param name="Header">The header's texts, in file order.</param>
/// <param name="Values">The row's cells in the same order, converted to what the definition says the columns hold.</param>
public readonly record struct RowDelivery(string BatchId, int Number, IReadOnlyList<string> Header, IReadOnlyList<Cell> Values)
{
    /// <summary>The same for every attempt at this row of this file version, and no other row's: <c>{batch}-{row number}</c>.</summary>
    public string IdempotencyKey => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{BatchId}-{Number}");
}
