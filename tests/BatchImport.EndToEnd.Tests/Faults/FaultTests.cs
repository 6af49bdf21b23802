using BatchImport.Faults;
using BatchImport.Faults.Faults;

namespace BatchImport.EndToEnd.Tests.Faults;

/// <summary>Each fault once with a small file, so that none is omitted; the program BatchImport.Faults repeats them.</summary>
public sealed class FaultTests(FaultTests.SharedFixture shared) : IClassFixture<FaultTests.SharedFixture>
{
    // Two pages, and slices of several rows.
    private const int Rows = 1_500;

    // Longer than a Redis command may take.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);

    // Long enough for the import to wait; the program tries ten minutes.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(12);

    /// <summary>The names of all faults.</summary>
    public static TheoryData<string> Names => [.. FaultCatalogue.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_row_ends_in_the_workbook_once_whatever_goes_wrong(string name)
    {
        var fault = FaultCatalogue.All.Single(each => each.Name == name);
        Assert.SkipUnless(fault.IsPossible, "Not supported on this system.");
        var seed = Environment.TickCount;
        var run = new FaultRun(shared.Fixture, seed, Rows, Pause, Absence, (_, _, _) => { });

        var outcome = Assert.Single((await run.TryAsync(fault, times: 1, TestContext.Current.CancellationToken)).Outcomes);

        Assert.True(outcome.IsGood, $"--fault {name} --times 1 --rows {Rows} --seed {seed}: {outcome}");
    }

    /// <summary>The host of all tests.</summary>
    public sealed class SharedFixture : IAsyncLifetime
    {
        private FaultFixture? _fixture;

        internal FaultFixture Fixture => _fixture ?? throw new InvalidOperationException("The fixture was not started.");

        public async ValueTask InitializeAsync() => _fixture = await FaultFixture.StartAsync(stateFolder: null, TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (_fixture is not null)
            {
                await _fixture.DisposeAsync();
            }
        }
    }
}
