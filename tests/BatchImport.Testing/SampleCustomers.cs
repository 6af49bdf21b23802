using System.Globalization;
using System.Text;
using OfficeOpenXml;

namespace BatchImport.Testing;

/// <summary>
/// The content of <c>samples/customers.xlsx</c> and <c>samples/customers.csv</c>: 200 fictitious people, a tenth of them with invalid
/// values. Values have the types of the workbook: a text, a number (decimal) or a date (DateOnly); null for none.
/// </summary>
public static class SampleCustomers
{
    public const int Count = 200;

    public static readonly string[] Header = ["Id", "First name", "Last name", "Email", "Phone", "Country", "Signup date", "Amount"];

    private const int Id = 0, First = 1, Last = 2, Email = 3, Phone = 4, Country = 5, Date = 6, Amount = 7;

    private static readonly string[] FirstNames =
        ["Ada", "Björn", "Chloé", "Dmitri", "Elif", "Finn", "Grace", "Hannah", "Iker", "Jana", "Kofi", "Léa", "Marta", "Niels", "Olga", "Pau", "Quentin", "Rosa", "Søren", "Tamsin"];

    private static readonly string[] LastNames =
        ["Aalto", "Becker", "Costa", "Dubois", "Eriksen", "Ferrari", "García", "Hoffmann", "Ivanova", "Jansen", "Kovács", "Lindqvist", "Müller", "Novák", "O'Brien", "Peeters", "Rossi"];

    private static readonly string[] Countries =
        ["Austria", "Belgium", "Denmark", "France", "Germany", "Ireland", "Italy", "Netherlands", "Spain", "Switzerland"];

    private static readonly int[] DialingCodes = [43, 32, 45, 33, 49, 353, 39, 31, 34, 41];

    /// <summary>Every error the samples must produce: row as shown by spreadsheet programs, column, message.</summary>
    public static IReadOnlyList<(int Row, string Column, string Message)> Errors { get; } =
    [
        (8, "Email", "\"ada.example.com\" is not an e-mail address"),
        (19, "Last name", "a value is required"),
        (25, "Signup date", "\"31.02.2024\" is not a date like 2024-12-31"),
        (33, "Amount", "\"-12.5\" is less than 0, the least value allowed"),
        (42, "Id", "\"41\" does not match the pattern [0-9]{6}"),
        (54, "Country", "\"Atlantis\" is not one of Austria, Belgium, Denmark, France, Germany, Ireland, Italy, Netherlands, Spain, Switzerland"),
        (60, "Amount", "\"twelve\" is not a number"),
        (68, "Email", "a value is required"),
        (81, "Signup date", "a value is required"),
        (87, "Phone", "\"call me\" does not match the pattern \\+[0-9]{1,3}( [0-9]+)+"),
        (95, "Amount", "\"250000\" is greater than 100000, the greatest value allowed"),
        (103, "Email", "\"two@@example.com\" is not an e-mail address"),
        (103, "Amount", "\"n/a\" is not a number"),
        (120, "Signup date", "\"2009-05-04\" is before 2015-01-01, the first date allowed"),
        (126, "Id", "\"C00125\" does not match the pattern [0-9]{6}"),
        (141, "First name", "a value is required"),
        (141, "Last name", "a value is required"),
        (149, "Country", "a value is required"),
        (157, "Email", "\"someone@localhost\" is not an e-mail address"),
        (165, "Id", "a value is required"),
        (180, "Country", "\"Mars\" is not one of Austria, Belgium, Denmark, France, Germany, Ireland, Italy, Netherlands, Spain, Switzerland"),
        (180, "Signup date", "\"soon\" is not a date like 2024-12-31"),
        (180, "Amount", "\"-1\" is less than 0, the least value allowed"),
        (201, "Email", "\"last one@example.org\" is not an e-mail address"),
    ];

    /// <summary>The invalid cells, by index of the row.</summary>
    private static readonly Dictionary<int, (int Column, object? Value)[]> Faults = new()
    {
        [6] = [(Email, "ada.example.com")],
        [17] = [(Last, null)],
        [23] = [(Date, "31.02.2024")],
        [31] = [(Amount, -12.5m)],
        [40] = [(Id, "41")],
        [52] = [(Country, "Atlantis")],
        [58] = [(Amount, "twelve")],
        [66] = [(Email, null)],
        [79] = [(Date, null)],
        [85] = [(Phone, "call me")],
        [93] = [(Amount, 250000m)],
        [101] = [(Email, "two@@example.com"), (Amount, "n/a")],
        [118] = [(Date, new DateOnly(2009, 5, 4))],
        [124] = [(Id, "C00125")],
        [139] = [(First, null), (Last, null)],
        [147] = [(Country, null)],
        [155] = [(Email, "someone@localhost")],
        [163] = [(Id, null)],
        [178] = [(Date, "soon"), (Country, "Mars"), (Amount, -1m)],
        [199] = [(Email, "last one@example.org")],
    };

    /// <summary>The row at an index from 0.</summary>
    public static object?[] Row(int index)
    {
        var first = FirstNames[index % FirstNames.Length];
        var last = LastNames[index % LastNames.Length];
        var country = index * 7 % Countries.Length;
        object?[] row =
        [
            (index + 1).ToString("D6", CultureInfo.InvariantCulture),
            first,
            last,
            $"{Plain(first)}.{Plain(last)}.{index + 1}@example.{(index % 3 == 0 ? "org" : "com")}",
            index % 9 == 4 ? null : string.Create(CultureInfo.InvariantCulture, $"+{DialingCodes[country]} 555 {1000 + (index * 37 % 9000)}"),
            Countries[country],
            new DateOnly(2019, 1, 1).AddDays(index * 11),
            index % 13 == 5 ? null : (decimal)(index * 7919 % 250_000) / 100,
        ];
        foreach (var (column, value) in Faults.GetValueOrDefault(index, []))
        {
            row[column] = value;
        }

        return row;
    }

    /// <summary>A value in the format of the CSV file.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    /// <summary>The CSV file: UTF-8 with a byte order mark, so that spreadsheet programs detect the encoding.</summary>
    public static byte[] Csv()
    {
        var text = new StringBuilder().AppendJoin(',', Header).Append('\n');
        for (var i = 0; i < Count; i++)
        {
            text.AppendJoin(',', Row(i).Select(Text)).Append('\n');
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>The workbook, with dates and numbers as such, and ids as text.</summary>
    public static byte[] Xlsx()
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Customers");
        for (var column = 0; column < Header.Length; column++)
        {
            sheet.Cells[1, column + 1].Value = Header[column];
            sheet.Column(column + 1).Width = column is Email or Phone ? 32 : 16;
        }

        sheet.Cells[1, 1, 1, Header.Length].Style.Font.Bold = true;
        sheet.Column(Id + 1).Style.Numberformat.Format = "@";
        sheet.Column(Date + 1).Style.Numberformat.Format = "yyyy-mm-dd";
        sheet.Column(Amount + 1).Style.Numberformat.Format = "#,##0.00";
        sheet.View.FreezePanes(2, 1);
        for (var i = 0; i < Count; i++)
        {
            var row = Row(i);
            for (var column = 0; column < row.Length; column++)
            {
                sheet.Cells[i + 2, column + 1].Value = row[column] is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : row[column];
            }
        }

        return package.GetAsByteArray();
    }

    private static string Plain(string name) => string.Concat(name
        .Normalize(NormalizationForm.FormD)
        .Where(static c => char.IsAsciiLetter(c))).ToLowerInvariant();
}
