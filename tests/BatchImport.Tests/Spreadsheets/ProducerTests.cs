using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OfficeOpenXml;
using OfficeCell = DocumentFormat.OpenXml.Spreadsheet.Cell;
using SheetCell = BatchImport.Spreadsheets.Cell;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>The same table, written by the libraries that programs write workbooks with.</summary>
public sealed class ProducerTests
{
    private static readonly DateTime When = new(2024, 2, 29, 13, 45, 0, DateTimeKind.Unspecified);

    [Fact]
    public void The_Open_XML_SDK()
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var styles = workbook.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 22, ApplyNumberFormat = true }));
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new(new SheetData(
                new Row(Text("Id"), Text("Amount"), Text("When"), Text("Paid")),
                new Row(
                    Text("007"),
                    new OfficeCell { CellValue = new CellValue(12.5) },
                    new OfficeCell { StyleIndex = 1, CellValue = new CellValue(When.ToOADate()) },
                    new OfficeCell { DataType = CellValues.Boolean, CellValue = new CellValue(true) }),
                new Row(
                    new OfficeCell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text("  x ") { Space = SpaceProcessingModeValues.Preserve }) },
                    new OfficeCell { CellFormula = new CellFormula("1/0"), DataType = CellValues.Error, CellValue = new CellValue("#DIV/0!") },
                    new OfficeCell { DataType = CellValues.Date, CellValue = new CellValue(When) },
                    new OfficeCell())));
            workbook.Workbook = new(new Sheets(new Sheet { Name = "Data", SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
        }

        var read = ReadSheet.Read(bytes.ToArray());

        Assert.Equal(["Id", "Amount", "When", "Paid"], read.Header);
        Assert.Equal([SheetCell.FromText("007"), SheetCell.FromNumber(12.5), Date(), SheetCell.FromBoolean(true)], read.Rows[0].Cells);
        Assert.Equal([SheetCell.FromText("  x "), SheetCell.FromError("#DIV/0!"), Date(), SheetCell.Empty], read.Rows[1].Cells);

        static OfficeCell Text(string text) => new() { DataType = CellValues.String, CellValue = new CellValue(text) };
    }

    [Fact]
    public void EPPlus()
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Data");
        sheet.Cells["A1"].LoadFromArrays([["Id", "Amount", "When", "Paid"], ["007", 12.5, When, true]]);
        sheet.Cells["C2"].Style.Numberformat.Format = "yyyy-mm-dd hh:mm";
        sheet.Cells["A2"].IsRichText = true;
        sheet.Cells["A2"].RichText.Clear();
        sheet.Cells["A2"].RichText.Add("00").Bold = true;
        sheet.Cells["A2"].RichText.Add("7").Italic = true;
        sheet.Cells["A4:B5"].Merge = true;
        sheet.Cells["A4"].Value = "merged";
        sheet.Row(4).Hidden = true;
        sheet.Column(2).Hidden = true;

        var read = ReadSheet.Read(package.GetAsByteArray());

        Assert.Equal([SheetCell.FromText("007"), SheetCell.FromNumber(12.5), Date(), SheetCell.FromBoolean(true)], read.Rows[0].Cells);
        Assert.Equal([SheetCell.FromText("merged"), default, default, default], Assert.Single(read.Rows.Skip(1)).Cells);
        Assert.Equal(4, read.Rows[1].Number);
    }

    [Fact]
    public void MiniExcel()
    {
        using var bytes = new MemoryStream();
        MiniExcelLibs.MiniExcel.SaveAs(bytes, new[] { new { Id = "007", Amount = 12.5, When, Paid = true } });

        var read = ReadSheet.Read(bytes.ToArray());

        Assert.Equal(["Id", "Amount", "When", "Paid"], read.Header);
        Assert.Equal([SheetCell.FromText("007"), SheetCell.FromNumber(12.5), Date(), SheetCell.FromBoolean(true)], Assert.Single(read.Rows).Cells);
    }

    private static SheetCell Date() => SheetCell.FromDate(When.ToOADate());
}
