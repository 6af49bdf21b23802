using BatchImport.Common;
using BatchImport.Pipeline;

namespace BatchImport.Functions.Endpoints;

/// <summary>A row in the format of the endpoints.</summary>
/// <param name="Row">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Succeeded">True when it was delivered, false when it is an error, null while it has no result.</param>
/// <param name="Errors">What is wrong; empty when nothing is.</param>
/// <param name="Reference">The target's name for the row, if it returned one; otherwise, null.</param>
public sealed record RowView(int Row, bool? Succeeded, IReadOnlyList<RowErrorView> Errors, string? Reference)
{
    /// <summary>The view of a row.</summary>
    public static RowView From(ImportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var errors = row.Result?.Errors ?? [];
        return new RowView(row.Number, row.Result?.Succeeded, [.. errors.Select(error => new RowErrorView(ErrorText.ColumnOf(error, row.Header), error.Message))], row.Result?.Reference);
    }
}
