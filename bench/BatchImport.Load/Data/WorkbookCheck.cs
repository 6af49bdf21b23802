using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace BatchImport.Load.Data;

/// <summary>Compares a result workbook with the input, row by row, with a reader that is not part of the product.</summary>
internal static class WorkbookCheck
{
    /// <exception cref="LoadException">The workbook differs from the expected one; the message names the first difference.</exception>
    public static void Run(string workbook, int rows, int seed)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var file = File.OpenRead(workbook);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(file);
        Sheet(reader, "Success", Customers.Make(rows, seed).Where(row => row.IsValid), hasNumber: false);
        Sheet(reader, "Errors", Customers.Make(rows, seed).Where(row => !row.IsValid), hasNumber: true);
    }

    private static void Sheet(IExcelDataReader reader, string name, IEnumerable<Customer> expected, bool hasNumber)
    {
        while (!string.Equals(reader.Name, name, StringComparison.Ordinal))
        {
            if (!reader.NextResult())
            {
                throw new LoadException($"The workbook has no sheet '{name}'.");
            }
        }

        reader.Read();
        using var rows = expected.GetEnumerator();
        while (rows.MoveNext())
        {
            if (!reader.Read())
            {
                throw new LoadException(string.Create(CultureInfo.InvariantCulture, $"Sheet '{name}' ends before row {rows.Current.Number} of the input."));
            }

            Row(reader, name, rows.Current, hasNumber);
        }

        if (reader.Read())
        {
            throw new LoadException($"Sheet '{name}' has more rows than it should: {reader.GetValue(0)}.");
        }
    }

    private static void Row(IExcelDataReader reader, string name, Customer row, bool hasNumber)
    {
        for (var column = 0; column < row.Texts.Length; column++)
        {
            Same(name, row, column, row.Texts[column], reader.GetValue(column)?.ToString() ?? "");
        }

        Same(name, row, 6, DateTime.FromOADate(row.SignupDate), reader.GetValue(6));
        Same(name, row, 7, row.Amount, reader.GetValue(7));
        if (hasNumber)
        {
            Same(name, row, 8, (double)row.Number, reader.GetValue(8));
        }
    }

    private static void Same(string sheet, Customer row, int column, object expected, object? actual)
    {
        if (!expected.Equals(actual))
        {
            throw new LoadException(string.Create(CultureInfo.InvariantCulture, $"Sheet '{sheet}', row {row.Number} of the input, column {column + 1}: expected '{expected}', found '{actual}'."));
        }
    }
}
