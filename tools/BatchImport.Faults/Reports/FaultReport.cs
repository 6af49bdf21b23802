using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BatchImport.Faults.Faults;

namespace BatchImport.Faults.Reports;

/// <summary>The report, in Markdown: one line per fault, from the fault's last run.</summary>
internal static class FaultReport
{
    private const string Intro = """
        # Reliability

        How imports behave when a component fails. A command produces this report; run it for more tries or for other faults:

        ```
        dotnet run -c Release --project tools/BatchImport.Faults -- --fault host-kill --times 100 --rows 5000 --seed 1 --report docs/reliability.md
        dotnet run -c Release --project tools/BatchImport.Faults -- --help
        ```

        Each try imports a file with a host, an Azurite and a Redis-compatible server, each in a separate process. Then it opens the workbook, compares it with
        the file row by row, and counts the e-mails that arrived. Each line is from the last run of its fault.

        """;

    private const string Header = """
        | fault | effect | tries | rows each | rows lost | rows duplicated | mails duplicated | failed | recovery, median | recovery, longest | during | run |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |

        """;

    private const string Notes = """

        - *Failed*: tries that violated a guarantee: a row lost, duplicated or on the wrong sheet, an import that did not complete, no e-mail.
        - *Mails duplicated*: an e-mail is marked as sent after the mail service accepted it. A kill between the two sends it again, with the same Message-ID.
        - *Recovery*: the time from the return of the failed component (the host serves, the service responds, Redis continues) until the import makes
          progress. A try whose import had already ended has none. Steps are retried after 1, 2, 4, 8, 16 and 30 s, so a longer outage is followed by a
          longer recovery.
        - *During*: the state of the imports when the fault happened, as Redis recorded it. The moments are spread evenly over the duration of an import
          without a fault.
        - *Run*: the date, the seed, and the machine.

        """;

    /// <summary>Writes the report.</summary>
    /// <param name="summaries">The results of the faults in this run.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="on">The date.</param>
    /// <param name="earlier">An earlier report, whose lines of other faults are kept; empty for none.</param>
    public static string Compose(IReadOnlyList<FaultSummary> summaries, int seed, DateTimeOffset on, string earlier)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"{on:yyyy-MM-dd}, seed {seed}, {RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} processors");
        var lines = earlier.Split('\n');
        var text = new StringBuilder(Intro).Append('\n').Append(Header);
        foreach (var fault in FaultCatalogue.All)
        {
            var start = $"| `{fault.Name}` |";
            var line = summaries.FirstOrDefault(summary => summary.Fault == fault) is { } summary
                ? start + Rest(summary, run)
                : Array.Find(lines, each => each.StartsWith(start, StringComparison.Ordinal));
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }
        }

        return text.Append(Notes).ToString().ReplaceLineEndings("\n");
    }

    private static string Rest(FaultSummary summary, string run)
    {
        var recoveries = summary.Recoveries;
        var times = recoveries.Count == 0
            ? " | "
            : string.Create(CultureInfo.InvariantCulture, $"{recoveries[recoveries.Count / 2].TotalSeconds:0.00} s | {recoveries[^1].TotalSeconds:0.00} s");
        var during = string.Join(", ", summary.During.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.State} {each.Times}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {summary.Fault.Description} | {summary.Outcomes.Count} | {summary.Rows} | {summary.RowsLost} | {summary.RowsDoubled} | {summary.MailsDoubled} | {summary.Failures} | {times} | {during} | {run} |");
    }
}
