using System.Globalization;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Workbooks;

/// <summary>Writes each row to its sheet, and counts the rows.</summary>
internal sealed class ResultRowWriter(WorkbookHeader header, SheetRowWriter success, SheetRowWriter errors, SheetRowWriter notProcessed)
{
    private readonly int _columns = header.Columns.Count;
    private readonly bool[] _marks = new bool[header.Columns.Count];
    private int _succeeded;
    private int _failed;
    private int _notProcessed;

    /// <summary>The rows written so far.</summary>
    public WorkbookCounts Counts => new(_succeeded, _failed, _notProcessed);

    public async ValueTask WriteAsync(ResultPage page, CancellationToken cancellationToken)
    {
        var rows = page.Page.Rows;
        if (page.Results.Count != rows.Count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Page {page.Page.Index} has {rows.Count} rows but {page.Results.Count} results."), nameof(page));
        }

        for (var index = 0; index < rows.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows[index];
            switch (page.Results[index])
            {
                case null:
                    WriteNotProcessed(await notProcessed.BeginRowAsync(cancellationToken), row);
                    await notProcessed.EndRowAsync(cancellationToken);
                    _notProcessed++;
                    break;
                case { Succeeded: true } result:
                    WriteSuccess(await success.BeginRowAsync(cancellationToken), row, result);
                    await success.EndRowAsync(cancellationToken);
                    _succeeded++;
                    break;
                case var result:
                    WriteError(await errors.BeginRowAsync(cancellationToken), row, result);
                    await errors.EndRowAsync(cancellationToken);
                    _failed++;
                    break;
            }
        }
    }

    private void WriteSuccess(RowXml xml, StagedRow row, RowResult result)
    {
        var convert = header.Convert;
        for (var column = 0; column < _columns; column++)
        {
            var cell = row.Cells[column];
            xml.Write(column, convert is null ? cell : convert(column, cell));
        }

        if (header.HasReferences && result.Reference is { Length: > 0 } reference)
        {
            xml.Write(_columns, Cell.FromText(reference));
        }
    }

    private void WriteError(RowXml xml, StagedRow row, RowResult result)
    {
        Array.Clear(_marks);
        foreach (var error in result.Errors)
        {
            if (error.Column is { } column && (uint)column < (uint)_columns)
            {
                _marks[column] = true;
            }
        }

        WriteOriginal(xml, row, _marks);
        xml.WriteNumber(_columns, row.Number, CellStyle.Integer);
        xml.Write(_columns + 1, Cell.FromText(ErrorText.ColumnsOf(result.Errors, header.Columns)));
        xml.Write(_columns + 2, Cell.FromText(ErrorText.Format(result.Errors, header.Columns)));
    }

    private void WriteNotProcessed(RowXml xml, StagedRow row)
    {
        Array.Clear(_marks);
        WriteOriginal(xml, row, _marks);
        xml.WriteNumber(_columns, row.Number, CellStyle.Integer);
    }

    private void WriteOriginal(RowXml xml, StagedRow row, bool[] marks)
    {
        for (var column = 0; column < _columns; column++)
        {
            xml.Write(column, row.Cells[column], marks[column]);
        }
    }
}
