using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Targets;

namespace BatchImport.Pipeline;

/// <summary>What all slices of an import share.</summary>
/// <param name="Validator">Checks rows.</param>
/// <param name="Route">The target of valid rows.</param>
internal sealed record PreparedImport(RowValidator Validator, RowRoute Route);

/// <summary>A slice that is being processed.</summary>
/// <param name="Slice">The rows.</param>
/// <param name="Manifest">The import.</param>
/// <param name="Page">The page.</param>
/// <param name="Done">Which of the slice's rows have their result.</param>
/// <param name="Import">What all slices of the import share.</param>
/// <param name="Watch">The last command of a user.</param>
internal sealed record SliceRun(RowSlice Slice, ImportManifest Manifest, RowPage Page, bool[] Done, PreparedImport Import, CommandWatch Watch)
{
    /// <summary>The rows to process, by index in the page.</summary>
    public IEnumerable<int> Open => Enumerable.Range(Slice.First, Slice.Count).Where(index => !Done[index - Slice.First]);

    /// <summary>What is wrong with a row; null for nothing.</summary>
    public RowResult? Check(int index)
    {
        var row = Page.Rows[index];
        if (row.Problem is not null)
        {
            return RowResult.Error(index, new RowError(null, row.Problem));
        }

        var errors = Import.Validator.Validate(row.Cells, row.Errors);
        return errors.Count > 0 ? RowResult.Error(index, errors) : null;
    }

    /// <summary>A valid row as its target receives it.</summary>
    public RowDelivery Delivery(int index)
    {
        var row = Page.Rows[index];
        var values = new Cell[row.Cells.Length];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = Import.Validator.Convert(column, row.Cells[column]);
        }

        return new RowDelivery(Manifest.Request.BatchId, row.Number, Manifest.Header, values) { KeyOrigin = Manifest.KeyOrigin };
    }

    /// <summary>The result of a row whose target had not answered when the import was cancelled.</summary>
    public RowResult Unanswered(int index) =>
        RowResult.Error(index, new RowError(null, $"the import was cancelled before target '{Manifest.Definition.Target.Type}' had replied: the target may have accepted the row"));
}
