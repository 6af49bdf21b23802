using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace BatchImport.Faults.Imports;

/// <summary>The comparison of a workbook with its file.</summary>
/// <param name="Lost">Rows of the file that are on no sheet.</param>
/// <param name="Doubled">Rows of the workbook that are in it more than once.</param>
/// <param name="Wrong">Rows on the sheet they must not be on.</param>
internal sealed record WorkbookCheck(int Lost, int Doubled, int Wrong)
{
    private const int IdColumn = 0;

    // The reader requires a code page for old formats, which .NET provides on request only.
    static WorkbookCheck() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens a workbook and compares it with its file, row by row.</summary>
    public static WorkbookCheck Compare(FaultFile file, Stream workbook)
    {
        var seen = new int[file.Kinds.Count];
        var (doubled, wrong) = (0, 0);

        using var reader = ExcelReaderFactory.CreateOpenXmlReader(workbook);
        do
        {
            if (reader.Name is not ("Success" or "Errors" or "Not processed"))
            {
                continue;
            }

            var isSuccess = reader.Name == "Success";
            var isHeader = true;
            while (reader.Read())
            {
                if (isHeader)
                {
                    isHeader = false;
                    continue;
                }

                var id = Convert.ToInt32(reader.GetValue(IdColumn), CultureInfo.InvariantCulture);
                doubled += seen[id - 1]++ > 0 ? 1 : 0;
                wrong += reader.Name != "Not processed" && FaultFile.MustSucceed(file.Kinds[id - 1]) == isSuccess ? 0 : 1;
            }
        }
        while (reader.NextResult());

        return new WorkbookCheck(seen.Count(times => times == 0), doubled, wrong);
    }
}
