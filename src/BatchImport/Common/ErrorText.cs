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
            ? ColumnOf(errors[0], columns) ?? ""
            : string.Join("; ", errors.Select(error => ColumnOf(error, columns)).Where(name => name is not null).Distinct(StringComparer.Ordinal));

    /// <summary>The name of an error's column; null when the error concerns the whole row.</summary>
    /// <param name="error">The error.</param>
    /// <param name="columns">The header's texts.</param>
    public static string? ColumnOf(RowError error, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return error.Column is { } column && (uint)column < (uint)columns.Count ? columns[column] : null;
    }

    private static string Describe(RowError error, IReadOnlyList<string> columns) =>
        ColumnOf(error, columns) is { } name ? $"{name}: {error.Message}" : error.Message;
}
