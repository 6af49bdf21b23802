namespace BatchImport.Imports;

/// <summary>Where an import is. The valid transitions between states are in <see cref="ImportStates"/>.</summary>
public enum ImportState
{
    /// <summary>The file was seen and its run is scheduled.</summary>
    Queued,

    /// <summary>The file's rows are being read into pages.</summary>
    Staging,

    /// <summary>Rows are being validated and sent where they belong.</summary>
    Processing,

    /// <summary>Somebody paused it: no new row begins until it is resumed.</summary>
    Paused,

    /// <summary>Somebody cancelled it: what was done is being put into the workbook and told.</summary>
    Cancelling,

    /// <summary>The workbook is being written.</summary>
    Composing,

    /// <summary>The result mail is being sent.</summary>
    Sending,

    /// <summary>Every row has its result and the workbook is there. Final.</summary>
    Completed,

    /// <summary>The file cannot be imported; its owner was told why. Final.</summary>
    Rejected,

    /// <summary>A part of the run kept failing; what was done stays readable. Final.</summary>
    Failed,

    /// <summary>It was cancelled; the workbook tells what was done and what was not. Final.</summary>
    Cancelled,
}
