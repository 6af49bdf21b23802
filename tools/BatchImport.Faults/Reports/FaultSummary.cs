using BatchImport.Faults.Faults;

namespace BatchImport.Faults.Reports;

/// <summary>The results of the tries of one fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Rows">Rows of each import.</param>
/// <param name="Outcomes">The outcomes of the tries.</param>
internal sealed record FaultSummary(IFault Fault, int Rows, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Tries in which a guarantee did not hold.</summary>
    public int Failures => Outcomes.Count(outcome => !outcome.IsGood);

    /// <summary>Rows lost in all tries.</summary>
    public int RowsLost => Outcomes.Sum(outcome => outcome.RowsLost);

    /// <summary>Rows duplicated in all tries.</summary>
    public int RowsDoubled => Outcomes.Sum(outcome => outcome.RowsDoubled);

    /// <summary>Mails duplicated in all tries.</summary>
    public int MailsDoubled => Outcomes.Sum(outcome => outcome.MailsDoubled);

    /// <summary>Recovery times, the shortest first.</summary>
    public IReadOnlyList<TimeSpan> Recoveries { get; } = [.. Outcomes.Select(outcome => outcome.Recovery).OfType<TimeSpan>().Order()];

    /// <summary>The number of faults per state of the import.</summary>
    public IReadOnlyList<(string State, int Times)> During { get; } =
        [.. Outcomes.Select(outcome => outcome.During).OfType<string>().CountBy(state => state).Select(count => (count.Key, count.Value)).OrderByDescending(count => count.Value)];
}
