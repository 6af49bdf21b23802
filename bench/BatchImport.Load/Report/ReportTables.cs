using System.Globalization;
using Spectre.Console;

namespace BatchImport.Load.Report;

/// <summary>A report as tables: on the console, or as Markdown.</summary>
internal static class ReportTables
{
    private const double Megabyte = 1024 * 1024;

    private static readonly (string Title, Func<LoadCase, string> Value)[] Times =
    [
        ("rows", each => Number(each.Rows)),
        ("first, s", each => Seconds(each.First)),
        ("warm, s", each => Seconds(each.Warm)),
        ("rows/s", each => Number(each.Rows / each.Warm)),
        ("host CPU, s", each => Seconds(each.MedianImport.CpuSeconds)),
        ("bound, s", each => Seconds(each.WarmBound)),
        ("of bound", each => Ratio(each.Warm, each.WarmBound)),
        ("Sidekiq, s", each => Seconds(each.Sidekiq)),
        ("Sidekiq, bulk, s", each => Seconds(each.SidekiqBulk)),
        ("speedup", each => Ratio(Best(each), each.Warm)),
    ];

    private static readonly (string Title, Func<LoadCase, string> Value)[] Stages =
    [
        ("rows", each => Number(each.Rows)),
        ("trigger", each => Seconds(each.MedianImport.Stages.Trigger)),
        ("stage", each => Seconds(each.MedianImport.Stages.Stage)),
        ("rows (lanes)", each => Seconds(each.MedianImport.Stages.Rows)),
        ("reconcile", each => Seconds(each.MedianImport.Stages.Reconcile)),
        ("compose", each => Seconds(each.MedianImport.Stages.Compose)),
        ("send", each => Seconds(each.MedianImport.Stages.Send)),
        ("drop to e-mail", each => Seconds(each.MedianImport.Seconds)),
    ];

    private static readonly (string Title, Func<LoadCase, string> Value)[] Sizes =
    [
        ("rows", each => Number(each.Rows)),
        ("host start, s", each => Seconds(each.HostStartSeconds)),
        ("host, MB", each => Megabytes(each.PeakMemory.Host)),
        ("Redis, MB", each => Megabytes(each.PeakMemory.Redis)),
        ("Azurite, MB", each => Megabytes(each.PeakMemory.Azurite)),
        ("Redis, bytes per row", each => each.Storage.Redis is { } bytes ? Number((double)bytes / each.Rows) : "-"),
        ("task hub, MB", each => Megabytes(each.Storage.TaskHub)),
    ];

    private static readonly (string Title, Func<LoadCase, string> Value)[] Fairness =
    [
        ("rows", each => Number(each.Rows)),
        ("alone, s", each => Seconds(each.Fairness?.LargeAlone)),
        ("with the small imports, s", each => Seconds(each.Fairness?.Large)),
        ("rows/s kept", each => each.Fairness is { } fairness ? (fairness.LargeAlone / fairness.Large).ToString("P0", CultureInfo.InvariantCulture) : "-"),
        ("200 rows alone, s", each => Seconds(each.Fairness?.Alone)),
        ("200 rows beside it, s", each => Seconds(each.Fairness?.One)),
        ("last of ten small imports, s", each => Seconds(each.Fairness?.SlowestOfMany)),
    ];

    private static readonly (string Title, Func<LoadCase, string> Value)[] Operations =
    [
        ("rows", each => Number(each.Rows)),
        ("write", each => Number(each.Operations?.Write ?? 0)),
        ("read", each => Number(each.Operations?.Read ?? 0)),
        ("list", each => Number(each.Operations?.List ?? 0)),
        ("other", each => Number(each.Operations?.Other ?? 0)),
        ("polls for new files", each => Number(each.Operations?.Looks ?? 0)),
    ];

    private static readonly (string Title, Func<LoadCase, string> Value)[] Database =
    [
        ("rows", each => Number(each.Rows)),
        ("import, s", each => Seconds(each.Database?.Import)),
        ("import, rows/s", each => each.Database is { } database ? Number(each.Rows / database.Import) : "-"),
        ("COPY, s", each => Seconds(each.Database?.Copy)),
        ("COPY, rows/s", each => each.Database is { } database ? Number(each.Rows / database.Copy) : "-"),
    ];

    /// <summary>Prints the tables.</summary>
    public static void Print(LoadReport report, IAnsiConsole console)
    {
        foreach (var (title, columns) in Tables(report))
        {
            var table = new Table { Title = new TableTitle(title) };
            foreach (var (name, _) in columns)
            {
                table.AddColumn(new TableColumn(name).RightAligned());
            }

            foreach (var each in report.Cases)
            {
                table.AddRow([.. columns.Select(column => column.Value(each))]);
            }

            console.Write(table);
        }
    }

    /// <summary>The tables as Markdown, with the date and the machine.</summary>
    public static string Markdown(LoadReport report)
    {
        var text = new System.Text.StringBuilder();
        var (cores, memory, system, runtime) = report.Machine;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Date:yyyy-MM-dd}, commit {report.Commit ?? "unknown"}, {system}, {cores} processors, {memory / Megabyte / 1_024:0} GB, {runtime}, seed {report.Seed}.\n\n");
        foreach (var (title, columns) in Tables(report))
        {
            text.Append(CultureInfo.InvariantCulture, $"**{title}**\n\n| {string.Join(" | ", columns.Select(column => column.Title))} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|{string.Concat(columns.Select(_ => " ---: |"))}\n");
            foreach (var each in report.Cases)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns.Select(column => column.Value(each)))} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + '\n';
    }

    private static IEnumerable<(string Title, (string Title, Func<LoadCase, string> Value)[] Columns)> Tables(LoadReport report)
    {
        yield return ("From the arrival of the blob to the e-mail", Times);
        yield return ("Duration per step (seconds, the median warm import)", Stages);
        yield return ("Start, peak memory and remaining data", Sizes);
        if (report.Cases.Any(each => each.Fairness is not null))
        {
            yield return ("Small imports beside a large one", Fairness);
        }

        if (report.Cases.Any(each => each.Database is not null))
        {
            yield return ("Into PostgreSQL, from the arrival of the blob to the e-mail", Database);
        }

        if (report.Cases.Any(each => each.Operations is not null))
        {
            yield return ("Storage operations of an import", Operations);
        }
    }

    private static double? Best(LoadCase each) => each.SidekiqBulk is { } bulk && bulk < (each.Sidekiq ?? double.MaxValue) ? bulk : each.Sidekiq;

    private static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string Ratio(double? of, double? to) => of / to is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) + " x" : "-";

    private static string Megabytes(long? bytes) => bytes is { } value ? Number(value / Megabyte) : "-";
}
