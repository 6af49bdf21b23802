namespace BatchImport.Pipeline;

/// <summary>Describes to its owner why an import failed.</summary>
public static class FailureText
{
    /// <summary>The orchestration of the import ended before the import did, or no longer exists.</summary>
    public const string Orchestration = "its orchestration";

    /// <summary>The text for a file whose rows were not read.</summary>
    public static string Unstaged(string step, string? cause) => $"{Sentence(step, cause)} No row was processed. Drop the file again to import it.";

    /// <summary>The text for a file whose rows were read.</summary>
    public static string Staged(string step, string? cause) =>
        $"{Sentence(step, cause)} The results so far are kept, and the rows that were not processed can be retried from the page of the import, or dropped as a new file.";

    private static string Sentence(string step, string? cause) => step == Orchestration
        ? $"The import was terminated{Because(cause)}."
        : $"The import could not continue: {Words(step)} kept failing{Because(cause)}.";

    private static string Because(string? cause) => cause is null || cause.Contains("Exception", StringComparison.Ordinal) ? "" : $" ({cause})";

    // Steps have the names of activities, which are for operators.
    private static string Words(string step) => step switch
    {
        "StageRows" => "reading the file",
        "ProcessRows" or "ImportLane" => "processing rows",
        "ReconcileResults" => "collecting the results of all rows",
        "ComposeWorkbook" => "writing the result workbook",
        _ => $"the step {step}",
    };
}
