using BatchImport.Imports;

namespace BatchImport.Tests.Imports;

public sealed class ImportStatesTests
{
    [Fact]
    public void A_final_state_has_no_moves_and_every_other_one_has()
    {
        foreach (var state in Enum.GetValues<ImportState>())
        {
            Assert.Equal(state.IsFinal(), ImportStates.MovesFrom(state).Count == 0);
        }
    }

    [Fact]
    public void Every_state_but_the_first_can_be_reached_from_the_first()
    {
        var reached = new HashSet<ImportState> { ImportState.Queued };
        var open = new Queue<ImportState>(reached);
        while (open.TryDequeue(out var state))
        {
            foreach (var next in ImportStates.MovesFrom(state).Where(reached.Add))
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
                Assert.Equal(ImportStates.MovesFrom(from).Contains(to), ImportStates.MovesTo(to).Contains(from));
            }
        }
    }

    [Fact]
    public void Nothing_can_be_rejected_once_its_rows_are_processed()
    {
        Assert.Equal([ImportState.Queued, ImportState.Staging], ImportStates.MovesTo(ImportState.Rejected).Order());
    }
}
