using BatchImport.Spreadsheets;

namespace BatchImport.Targets;

/// <summary>A valid row to send to a target.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Number">The row's number in the sheet, 1-based.</param>
/// <param name="Header">The header's texts, in file order.</param>
/// <param name="Values">The row's cells in the same order, converted to the types of the definition's columns.</param>
public readonly record struct RowDelivery(string BatchId, int Number, IReadOnlyList<string> Header, IReadOnlyList<Cell> Values)
{
    /// <summary>The import in which the row was first sent unchanged, when that is another one: this one retries its failed rows.</summary>
    public string? KeyOrigin { get; init; }

    /// <summary>
    /// The same for every attempt at this row of this file version, also in later imports that retry it, and different for every other row:
    /// <c>{batch}-{row number}</c>.
    /// </summary>
    public string IdempotencyKey => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{KeyOrigin ?? BatchId}-{Number}");
}
