namespace BatchImport.Imports;

/// <summary>The state of an import. The valid transitions between states are in <see cref="ImportStates"/>.</summary>
public enum ImportState
{
    /// <summary>The file was detected and its run is scheduled.</summary>
    Queued,

    /// <summary>The file's rows are being read into pages.</summary>
    Staging,

    /// <summary>Rows are being validated and sent to their target.</summary>
    Processing,

    /// <summary>A user paused it: no new row starts until it is resumed.</summary>
    Paused,

    /// <summary>A user cancelled it: the workbook with the processed rows is being written and mailed.</summary>
    Cancelling,

    /// <summary>The workbook is being written.</summary>
    Composing,

    /// <summary>The result mail is being sent.</summary>
    Sending,

    /// <summary>Every row has its result and the workbook is stored. Final.</summary>
    Completed,

    /// <summary>The file cannot be imported; its owner received the reason. Final.</summary>
    Rejected,

    /// <summary>A part of the run failed repeatedly; results so far stay readable. Final.</summary>
    Failed,

    /// <summary>It was cancelled; the workbook shows which rows were processed and which were not. Final.</summary>
    Cancelled,
}
