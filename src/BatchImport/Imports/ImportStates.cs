namespace BatchImport.Imports;

/// <summary>
/// The valid transitions between the states of an import, each with its reason: those of the run, and those of commands. No others
/// occur.
/// </summary>
public static class ImportStates
{
    private const string Behind = "Redis lost its data, and a reader of the status restored the import in a state that its run had already left";

    private static readonly (ImportState From, ImportState To, string Reason)[] Transitions =
    [
        (ImportState.Queued, ImportState.Staging, "the run began"),
        (ImportState.Queued, ImportState.Rejected, "what came with the file cannot be used"),
        (ImportState.Queued, ImportState.Failed, "the run could not begin"),
        (ImportState.Queued, ImportState.Processing, "all rows are staged, and Redis lost its data while they were: the import, restored without a manifest, is queued"),
        (ImportState.Staging, ImportState.Processing, "all rows are staged"),
        (ImportState.Staging, ImportState.Rejected, "the file cannot be imported"),
        (ImportState.Staging, ImportState.Failed, "staging kept failing"),
        (ImportState.Processing, ImportState.Composing, "every row has its result"),
        (ImportState.Processing, ImportState.Failed, "rows could not be processed"),
        (ImportState.Paused, ImportState.Composing, "the rows in flight when it was paused were the last"),
        (ImportState.Paused, ImportState.Failed, "rows in flight could not be processed"),
        (ImportState.Cancelling, ImportState.Cancelled, "the workbook is stored, and the mail is sent or its failure is recorded"),
        (ImportState.Cancelling, ImportState.Rejected, "the file, which was still being read, cannot be imported"),
        (ImportState.Cancelling, ImportState.Failed, "the run could not be finished"),
        (ImportState.Composing, ImportState.Processing, "rows without a result are processed again"),
        (ImportState.Composing, ImportState.Sending, "the workbook is stored"),
        (ImportState.Composing, ImportState.Failed, "the workbook could not be written"),
        (ImportState.Sending, ImportState.Completed, "the mail is sent, or its failure is recorded"),
        (ImportState.Sending, ImportState.Failed, "the run could not be finished"),
        (ImportState.Queued, ImportState.Composing, Behind),
        (ImportState.Queued, ImportState.Sending, Behind),
        (ImportState.Queued, ImportState.Completed, Behind),
        (ImportState.Processing, ImportState.Sending, Behind),
        (ImportState.Processing, ImportState.Completed, Behind),
        (ImportState.Paused, ImportState.Sending, Behind),
        (ImportState.Paused, ImportState.Completed, Behind),
        (ImportState.Cancelling, ImportState.Completed, Behind),
    ];

    private static readonly (ImportCommand Command, ImportState From, ImportState To, string Reason)[] Commands =
    [
        (ImportCommand.Pause, ImportState.Processing, ImportState.Paused, "no new row begins"),
        (ImportCommand.Resume, ImportState.Paused, ImportState.Processing, "rows without a result continue"),
        (ImportCommand.Cancel, ImportState.Queued, ImportState.Cancelling, "no row will begin"),
        (ImportCommand.Cancel, ImportState.Staging, ImportState.Cancelling, "the file is read to its end, and no row will begin"),
        (ImportCommand.Cancel, ImportState.Processing, ImportState.Cancelling, "no new row begins"),
        (ImportCommand.Cancel, ImportState.Paused, ImportState.Cancelling, "no row will continue"),
        (ImportCommand.Resend, ImportState.Completed, ImportState.Completed, "the mail is sent again"),
        (ImportCommand.Resend, ImportState.Rejected, ImportState.Rejected, "the mail is sent again"),
        (ImportCommand.Resend, ImportState.Failed, ImportState.Failed, "the mail is sent again"),
        (ImportCommand.Resend, ImportState.Cancelled, ImportState.Cancelled, "the mail is sent again"),
    ];

    /// <summary>True when the state is final: only a command changes the import.</summary>
    public static bool IsFinal(this ImportState state) =>
        state is ImportState.Completed or ImportState.Rejected or ImportState.Failed or ImportState.Cancelled;

    /// <summary>The commands that are valid in a state.</summary>
    public static IReadOnlyList<ImportCommand> CommandsIn(ImportState state) => [.. Commands.Where(each => each.From == state).Select(each => each.Command)];

    /// <summary>The states in which a command is valid, each with the state it leads to.</summary>
    public static IReadOnlyList<(ImportState From, ImportState To)> TransitionsFor(ImportCommand command) =>
        [.. Commands.Where(each => each.Command == command).Select(each => (each.From, each.To))];

    /// <summary>The states an import's run may move to from <paramref name="state"/>.</summary>
    public static IReadOnlyList<ImportState> TransitionsFrom(ImportState state) => [.. Transitions.Where(transition => transition.From == state).Select(transition => transition.To)];

    /// <summary>The states an import's run may come from to <paramref name="state"/>.</summary>
    public static IReadOnlyList<ImportState> TransitionsTo(ImportState state) => [.. Transitions.Where(transition => transition.To == state).Select(transition => transition.From)];
}
