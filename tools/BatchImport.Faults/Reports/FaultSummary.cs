using BatchImport.Faults.Faults;

namespace BatchImport.Faults.Reports;

/// <summary>What the tries of one fault came to.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Rows">Rows of each import.</param>
/// <param name="Outcomes">What became of each try.</param>
internal sealed record FaultSummary(IFault Fault, int Rows, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Tries in which a promise did not hold.</summary>
    public int Failures => Outcomes.Count(outcome => !outcome.IsGood);

    /// <summary>Rows lost in all tries.</summary>
    public int RowsLost => Outcomes.Sum(outcome => outcome.RowsLost);

    /// <summary>Rows doubled in all tries.</summary>
    public int RowsDoubled => Outcomes.Sum(outcome => outcome.RowsDoubled);

    /// <summary>Mails doubled in all tries.</summary>
    public int MailsDoubled => Outcomes.Sum(outcome => outcome.MailsDoubled);

    /// <summary>Times to recover, the shortest first.</summary>
    public IReadOnlyList<TimeSpan> Recoveries { get; } = [.. Outcomes.Select(outcome => outcome.Recovery).OfType<TimeSpan>().Order()];

    /// <summary>How often it happened in which state of the import.</summary>
    public IReadOnlyList<(string State, int Times)> During { get; } =
        [.. Outcomes.Select(outcome => outcome.During).OfType<string>().CountBy(state => state).Select(count => (count.Key, count.Value)).OrderByDescending(count => count.Value)];
}
