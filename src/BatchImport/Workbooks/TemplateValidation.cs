using System.Globalization;
using BatchImport.Definitions;
using OfficeOpenXml;
using OfficeOpenXml.DataValidation;
using OfficeOpenXml.DataValidation.Contracts;
using OfficeOpenXml.DataValidation.Formulas.Contracts;

namespace BatchImport.Workbooks;

/// <summary>The data validation of a template's columns.</summary>
internal static class TemplateValidation
{
    // Whole numbers beyond 15 digits lose their last ones in a spreadsheet.
    private const string LeastInteger = "-999999999999999";
    private const string GreatestInteger = "999999999999999";
    private const string LeastNumber = "-1E+300";
    private const string GreatestNumber = "1E+300";

    // 1900-01-01 and 9999-12-31 as spreadsheets count days.
    private const string FirstDay = "1";
    private const string LastDay = "2958465.999";
    private const int LongestText = 32_767;
    private const int MaxTitle = 32;

    /// <summary>Adds the validation of a column.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="range">The cells of the column below the header.</param>
    /// <param name="first">The first of these cells.</param>
    /// <param name="column">The column.</param>
    /// <param name="choices">The formula of its choices; null for none.</param>
    public static void Add(ExcelWorksheet sheet, string range, string first, ColumnDefinition column, string? choices)
    {
        IExcelDataValidation? validation = choices is not null ? List(sheet, range, choices) : column.Type switch
        {
            ColumnType.Integer => Between<IExcelDataValidationInt, IExcelDataValidationFormulaInt>(sheet.DataValidations.AddIntegerValidation(range), column.Min ?? LeastInteger, column.Max ?? GreatestInteger),
            ColumnType.Decimal => Between<IExcelDataValidationDecimal, IExcelDataValidationFormulaDecimal>(sheet.DataValidations.AddDecimalValidation(range), column.Min ?? LeastNumber, column.Max ?? GreatestNumber),
            ColumnType.Date => Between<IExcelDataValidationDateTime, IExcelDataValidationFormulaDateTime>(sheet.DataValidations.AddDateTimeValidation(range), Day(column.Min, FirstDay, isEnd: false), Day(column.Max, LastDay, isEnd: true)),
            ColumnType.Email => Custom(sheet, range, Email(first, column)),
            _ when column.MinLength is not null || column.MaxLength is not null =>
                Between<IExcelDataValidationInt, IExcelDataValidationFormulaInt>(sheet.DataValidations.AddTextLengthValidation(range), Text(column.MinLength ?? 0), Text(column.MaxLength ?? LongestText)),
            _ => null,
        };
        if (validation is null)
        {
            return;
        }

        validation.AllowBlank = !column.Required;
        validation.ShowErrorMessage = true;
        validation.ErrorStyle = ExcelDataValidationWarningStyle.stop;
        validation.ErrorTitle = column.Name.Length <= MaxTitle ? column.Name : column.Name[..MaxTitle];
        validation.Error = Error(column);
    }

    private static IExcelDataValidationList List(ExcelWorksheet sheet, string range, string formula)
    {
        var list = sheet.DataValidations.AddListValidation(range);
        list.Formula.ExcelFormula = formula;
        return list;
    }

    private static IExcelDataValidationCustom Custom(ExcelWorksheet sheet, string range, string formula)
    {
        var custom = sheet.DataValidations.AddCustomValidation(range);

        // EPPlus requires a second formula for its default, "between", although custom validation has no operator.
        custom.Operator = ExcelDataValidationOperator.equal;
        custom.Formula.ExcelFormula = formula;
        return custom;
    }

    private static TValidation Between<TValidation, TFormula>(TValidation validation, string least, string most)
        where TValidation : IExcelDataValidationWithFormula2<TFormula>, IExcelDataValidationWithOperator
        where TFormula : IExcelDataValidationFormula
    {
        validation.Operator = ExcelDataValidationOperator.between;
        validation.Formula.ExcelFormula = least;
        validation.Formula2.ExcelFormula = most;
        return validation;
    }

    // A spreadsheet program has no regular expressions: an @ with a text before it and a point behind it is what it can check.
    private static string Email(string first, ColumnDefinition column) => string.Create(
        CultureInfo.InvariantCulture,
        $"AND(FIND(\"@\",{first})>1,FIND(\".\",{first},FIND(\"@\",{first})+2)<LEN({first}),LEN({first})>={column.MinLength ?? 0},LEN({first})<={column.MaxLength ?? LongestText})");

    /// <summary>The number of a day; a last day without a time of day includes the whole day.</summary>
    private static string Day(string? bound, string absent, bool isEnd)
    {
        if (bound is null || !IsoDate.TryParse(bound, out var date))
        {
            return absent;
        }

        var end = isEnd && date.TimeOfDay == TimeSpan.Zero ? date.AddDays(1).AddSeconds(-1) : date;
        return end.ToOADate().ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Error(ColumnDefinition column) => column.Type switch
    {
        _ when column.Allowed.Count > 0 || column.AllowedIn is not null => "Choose one of the listed values.",
        ColumnType.Integer => $"A whole number{Range(column)} is required.",
        ColumnType.Decimal => $"A number{Range(column)} is required.",
        ColumnType.Date => $"A date{Range(column)} is required.",
        ColumnType.Boolean => "Choose yes or no.",
        ColumnType.Email => "An e-mail address is required.",
        _ => "The text is too short or too long.",
    };

    private static string Range(ColumnDefinition column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => $" from {min} to {max}",
        ({ } min, null) => $" from {min} on",
        (null, { } max) => $" up to {max}",
        _ => "",
    };
}
