using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BatchImport.Faults.Faults;

namespace BatchImport.Faults.Reports;

/// <summary>The report, in Markdown: a line a fault, each from the fault's last run.</summary>
internal static class FaultReport
{
    private const string Intro = """
        # Reliability

        What happens to imports when something goes wrong. Made by a command; anyone can ask it for more, or for other, tries:

        ```
        dotnet run -c Release --project tests/BatchImport.Faults -- --fault host-kill --times 100 --rows 5000 --seed 1 --report docs/reliability.md
        dotnet run -c Release --project tests/BatchImport.Faults -- --help
        ```

        Every try imports a file over a host, an Azurite and a Redis-compatible server, each in a process of its own, then opens the workbook and compares it with the
        file, row by row, and counts the mails that arrived. Each line is from the last run of its fault.

        """;

    private const string Header = """
        | fault | what happens | tries | rows each | rows lost | rows doubled | mails doubled | failed | recovery, median | recovery, longest | during | run |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |

        """;

    private const string Notes = """

        - *Failed* counts tries in which anything was not as promised: a row lost, doubled or on the wrong sheet, an import that did not complete, no mail.
        - *Mails doubled*: a mail is marked as sent after the mail service took it. A kill between the two sends it again, with the same Message-ID.
        - *Recovery* is the time from the return of what had gone down (the host serves, the service answers, Redis goes on) until the import moves on; a try
          that met an import that had ended has none. Steps try again after 1, 2, 4, 8, 16 and 30 s: the longer
          something was away, the later they find that it is back.
        - *During* is where imports were when it happened, as Redis told: moments are spread evenly over the time an import takes when nothing happens.
        - *Run*: the day, the seed, and where.

        """;

    /// <summary>Writes the report.</summary>
    /// <param name="summaries">What the faults came to in this run.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="on">The day.</param>
    /// <param name="earlier">An earlier report, whose lines of other faults are kept; empty for none.</param>
    public static string Of(IReadOnlyList<FaultSummary> summaries, int seed, DateTimeOffset on, string earlier)
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
