using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Imports;

/// <summary>
/// What staging found out about a file: everything later steps need besides the rows. It is stored beside the pages, and it is a snapshot:
/// a change of the definition while an import runs does not change the import.
/// </summary>
public sealed record ImportManifest : ImportRecord
{
    /// <summary>A manifest of an import of which nothing is known.</summary>
    public ImportManifest()
    {
    }

    /// <summary>A manifest of an import, with what is known of it.</summary>
    public ImportManifest(ImportRecord known)
        : base(known)
    {
    }

    /// <summary>The dropped file version.</summary>
    public required ImportRequest Request { get; init; }

    /// <summary>The definition of the import, as a whole. The record has its name.</summary>
    public new required ImportDefinition Definition
    {
        get;
        init
        {
            field = value;
            base.Definition = value.Name;
        }
    }

    /// <summary>The detected format.</summary>
    public required SpreadsheetFormat Format { get; init; }

    /// <summary>The sheet's name; null for delimited text.</summary>
    public string? SheetName { get; init; }

    /// <summary>The header's texts of the staged columns, in file order.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>The header's texts of columns that the definition drops, in file order.</summary>
    public IReadOnlyList<string> DroppedColumns { get; init; } = [];

    /// <summary>Rows staged.</summary>
    public required int Rows { get; init; }

    /// <summary>Pages staged: <see cref="Rows"/> over <see cref="BatchImport.Staging.RowPage.Size"/>, rounded up.</summary>
    public required int Pages { get; init; }

    /// <summary>
    /// The import whose id is in the rows' idempotency keys; null for this one. Rows that are retried unchanged keep their keys, so that a row that
    /// the target accepted without a reply is not accepted twice.
    /// </summary>
    public string? KeyOrigin { get; init; }

    /// <summary>What the file brings; null for rows of another import that run again.</summary>
    public ImportedContent? Content { get; init; }

    /// <summary>Rows in the page at an index.</summary>
    public int RowsIn(int page) => Math.Min(BatchImport.Staging.RowPage.Size, Rows - (page * BatchImport.Staging.RowPage.Size));
}
