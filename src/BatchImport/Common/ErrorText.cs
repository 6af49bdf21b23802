namespace BatchImport.Common;

/// <summary>A row's errors as one text, as the workbook and the mail show them.</summary>
public static class ErrorText
{
    /// <summary>The message of a single error; for several errors, each message with its column: <c>Email: ...; Amount: ...</c>.</summary>
    /// <param name="errors">The errors; at least one.</param>
    /// <param name="columns">The header's texts.</param>
    public static string Format(IReadOnlyList<RowError> errors, IReadOnlyList<string> columns) =>
        errors.Count == 1 ? errors[0].Message : string.Join("; ", errors.Select(error => Describe(error, columns)));

    /// <summary>The names of the columns with errors, in the order of the errors, each once; empty when all errors concern whole rows.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="columns">The header's texts.</param>
    public static string ColumnsOf(IReadOnlyList<RowError> errors, IReadOnlyList<string> columns) =>
        errors.Count == 1
            ? NameOf(errors[0], columns) ?? ""
            : string.Join("; ", errors.Select(error => NameOf(error, columns)).Where(name => name is not null).Distinct(StringComparer.Ordinal));

    private static string Describe(RowError error, IReadOnlyList<string> columns) =>
        NameOf(error, columns) is { } name ? $"{name}: {error.Message}" : error.Message;

    private static string? NameOf(RowError error, IReadOnlyList<string> columns) =>
        error.Column is { } column && (uint)column < (uint)columns.Count ? columns[column] : null;
}
