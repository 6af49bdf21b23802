using BatchImport.Imports;

namespace BatchImport.Tests.Imports;

public sealed class ImportStatesTests
{
    [Fact]
    public void A_final_state_has_no_moves_and_every_other_one_has()
    {
        foreach (var state in Enum.GetValues<ImportState>())
        {
            Assert.Equal(state.IsFinal(), ImportStates.TransitionsFrom(state).Count == 0);
        }
    }

    [Fact]
    public void Every_state_but_the_first_can_be_reached_from_the_first()
    {
        var reached = new HashSet<ImportState> { ImportState.Queued };
        var open = new Queue<ImportState>(reached);
        while (open.TryDequeue(out var state))
        {
            var asked = ImportStates.CommandsIn(state).SelectMany(ImportStates.TransitionsFor).Where(move => move.From == state).Select(move => move.To);
            foreach (var next in ImportStates.TransitionsFrom(state).Concat(asked).Where(reached.Add))
            {
                open.Enqueue(next);
            }
        }

        Assert.Equal(Enum.GetValues<ImportState>().Order(), reached.Order());
    }

    [Fact]
    public void Moves_to_and_moves_from_are_the_same_table()
    {
        foreach (var from in Enum.GetValues<ImportState>())
        {
            foreach (var to in Enum.GetValues<ImportState>())
            {
                Assert.Equal(ImportStates.TransitionsFrom(from).Contains(to), ImportStates.TransitionsTo(to).Contains(from));
            }
        }
    }

    [Fact]
    public void What_may_be_asked_of_an_import_depends_on_its_state()
    {
        Assert.Equal([ImportCommand.Cancel], ImportStates.CommandsIn(ImportState.Queued));
        Assert.Equal([ImportCommand.Pause, ImportCommand.Cancel], ImportStates.CommandsIn(ImportState.Processing));
        Assert.Equal([ImportCommand.Resume, ImportCommand.Cancel], ImportStates.CommandsIn(ImportState.Paused));
        Assert.Empty(ImportStates.CommandsIn(ImportState.Composing));
        Assert.Empty(ImportStates.CommandsIn(ImportState.Cancelling));
        Assert.All(Enum.GetValues<ImportState>().Where(state => state.IsFinal()), state => Assert.Contains(ImportCommand.Resend, ImportStates.CommandsIn(state)));
    }

    [Fact]
    public void The_run_itself_neither_pauses_nor_resumes_nor_cancels()
    {
        Assert.Empty(ImportStates.TransitionsTo(ImportState.Paused));
        Assert.Empty(ImportStates.TransitionsTo(ImportState.Cancelling));
        Assert.DoesNotContain(ImportState.Processing, ImportStates.TransitionsFrom(ImportState.Paused));
    }

    [Fact]
    public void Nothing_can_be_rejected_once_its_rows_are_processed()
    {
        Assert.Equal([ImportState.Queued, ImportState.Staging, ImportState.Cancelling], ImportStates.TransitionsTo(ImportState.Rejected).Order());
    }
}
