using BatchImport.Common;
using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>An error as the mail shows it.</summary>
/// <param name="Row">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Column">The names of the columns; empty when the error concerns the whole row.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record MailedError(int Row, string Column, string Reason)
{
    /// <summary>What is wrong with a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="result">Its result, an error.</param>
    /// <param name="columns">The header's texts.</param>
    public static MailedError From(StagedRow row, RowResult result, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new MailedError(row.Number, ErrorText.ColumnsOf(result.Errors, columns), ErrorText.Format(result.Errors, columns));
    }
}
