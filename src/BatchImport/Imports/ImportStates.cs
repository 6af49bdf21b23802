namespace BatchImport.Imports;

/// <summary>The legal moves between the states of an import, each with its reason. What is not here does not happen.</summary>
public static class ImportStates
{
    private static readonly (ImportState From, ImportState To, string Reason)[] Moves =
    [
        (ImportState.Queued, ImportState.Staging, "the run began"),
        (ImportState.Queued, ImportState.Rejected, "what came with the file cannot be used"),
        (ImportState.Queued, ImportState.Failed, "the run could not begin"),
        (ImportState.Staging, ImportState.Processing, "all rows are staged"),
        (ImportState.Staging, ImportState.Rejected, "the file cannot be imported"),
        (ImportState.Staging, ImportState.Failed, "staging kept failing"),
        (ImportState.Processing, ImportState.Composing, "every row has its result"),
        (ImportState.Processing, ImportState.Failed, "rows could not be processed"),
        (ImportState.Composing, ImportState.Processing, "rows lost their results and are made up for"),
        (ImportState.Composing, ImportState.Sending, "the workbook is stored"),
        (ImportState.Composing, ImportState.Failed, "the workbook could not be written"),
        (ImportState.Sending, ImportState.Completed, "the mail is sent, or its failure is recorded"),
        (ImportState.Sending, ImportState.Failed, "the run could not be finished"),
    ];

    /// <summary>True when nothing moves the import any more.</summary>
    public static bool IsFinal(this ImportState state) => state is ImportState.Completed or ImportState.Rejected or ImportState.Failed;

    /// <summary>The states an import may move to from <paramref name="state"/>.</summary>
    public static IReadOnlyList<ImportState> MovesFrom(ImportState state) => [.. Moves.Where(move => move.From == state).Select(move => move.To)];

    /// <summary>The states an import may come from to <paramref name="state"/>.</summary>
    public static IReadOnlyList<ImportState> MovesTo(ImportState state) => [.. Moves.Where(move => move.To == state).Select(move => move.From)];
}
