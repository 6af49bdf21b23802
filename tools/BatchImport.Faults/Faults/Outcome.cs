namespace BatchImport.Faults.Faults;

/// <summary>The outcome of an import that was affected by a fault.</summary>
internal sealed record Outcome
{
    /// <summary>Rows of the file that are on no sheet of the workbook.</summary>
    public int RowsLost { get; init; }

    /// <summary>Rows that are in the workbook more than once.</summary>
    public int RowsDoubled { get; init; }

    /// <summary>Mails beyond the first.</summary>
    public int MailsDoubled { get; init; }

    /// <summary>The time from the return of the failed component until the import made progress; null when it had ended, or no component failed.</summary>
    public TimeSpan? Recovery { get; init; }

    /// <summary>The state of the import at the fault; null when it is irrelevant.</summary>
    public string? During { get; init; }

    /// <summary>Any other defect: the import did not end as expected, a row is on the wrong sheet, no mail arrived. Null for none.</summary>
    public string? Problem { get; init; }

    /// <summary>True when every guarantee held; duplicated mails are allowed.</summary>
    public bool IsGood => RowsLost == 0 && RowsDoubled == 0 && Problem is null;
}
