using BatchImport.Faults;
using BatchImport.Faults.Faults;

namespace BatchImport.EndToEnd.Tests.Faults;

/// <summary>Each fault once and small, so that none is forgotten; the program BatchImport.Faults tries them as often as asked for.</summary>
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
        Assert.SkipUnless(fault.IsPossible, "This system cannot do it.");
        var seed = Environment.TickCount;
        var run = new FaultRun(shared.Fixture, seed, Rows, Pause, Absence, (_, _, _) => { });

        var outcome = Assert.Single((await run.TryAsync(fault, times: 1, TestContext.Current.CancellationToken)).Outcomes);

        Assert.True(outcome.IsGood, $"--fault {name} --times 1 --rows {Rows} --seed {seed}: {outcome}");
    }

    /// <summary>One host for all of them.</summary>
    public sealed class SharedFixture : IAsyncLifetime
    {
        private FaultFixture? _fixture;

        internal FaultFixture Fixture => _fixture ?? throw new InvalidOperationException("The fixture was not started.");

        public async ValueTask InitializeAsync() => _fixture = await FaultFixture.StartAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (_fixture is not null)
            {
                await _fixture.DisposeAsync();
            }
        }
    }
}
