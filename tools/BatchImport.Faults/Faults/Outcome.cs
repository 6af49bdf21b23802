namespace BatchImport.Faults.Faults;

/// <summary>What became of an import that something happened to.</summary>
internal sealed record Outcome
{
    /// <summary>Rows of the file that are on no sheet of the workbook.</summary>
    public int RowsLost { get; init; }

    /// <summary>Rows that are in the workbook more than once.</summary>
    public int RowsDoubled { get; init; }

    /// <summary>Mails beyond the first.</summary>
    public int MailsDoubled { get; init; }

    /// <summary>From the return of what had gone down until the import moved on; null when it had ended, or nothing had to return.</summary>
    public TimeSpan? Recovery { get; init; }

    /// <summary>Where the import was when it happened; null when that says nothing.</summary>
    public string? During { get; init; }

    /// <summary>What else is not as it must be: the import did not end as it should, a row is on the wrong sheet, no mail came. Null when all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>True when every promise held; one more mail is none of them.</summary>
    public bool IsGood => RowsLost == 0 && RowsDoubled == 0 && Problem is null;
}
