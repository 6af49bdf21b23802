using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BatchImport.Load.Compare;
using BatchImport.Load.Data;
using BatchImport.Load.Host;
using BatchImport.Load.Report;
using BatchImport.LocalHost.Services;
using Spectre.Console;

namespace BatchImport.Load;

/// <summary>Runs the measurements of the options, and reports them.</summary>
internal static class LoadProgram
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (options.CompareSidekiq && await SidekiqDesign.MissingAsync(cancellationToken) is { Count: > 0 } missing)
            {
                throw new LoadException($"--compare sidekiq requires programs that are not installed: {string.Join("; ", missing)}.");
            }

            var cases = new List<LoadCase>();
            foreach (var rows in options.Rows)
            {
                cases.Add(await MeasureAsync(options, rows, cancellationToken));
            }

            var report = new LoadReport(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date), Commit(), Machine.Here(), options.Seed, cases);
            await ReportAsync(report, options, cancellationToken);
            return 0;
        }
        catch (Exception ex) when (ex is LoadException or LocalHostException)
        {
            AnsiConsole.Write(new Text(ex.Message + "\n", new Style(Color.Red)));
            return 1;
        }
    }

    private static async Task<LoadCase> MeasureAsync(LoadOptions options, int rows, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Import__RowsPerActivity"] = options.RowsPerActivity.ToString(CultureInfo.InvariantCulture),
        };
        if (options.CountOperations)
        {
            settings[StorageOperations.Setting] = "true";
        }

        Say($"{rows:N0} rows: starting the host");
        await using var database = options.Database ? await DatabaseRun.StartAsync(cancellationToken) : null;
        if (database is not null)
        {
            settings[DatabaseRun.Setting] = database.Connection;
        }

        await using var host = await LoadedHost.StartAsync(options.State, settings, cancellationToken);
        var file = Path.Combine(host.State.Path, "input.xlsx");
        CustomerFile.Write(file, rows, options.Seed);
        var imports = new List<MeasuredImport>();
        var bound = new List<double>();
        var id = "";
        for (var run = 0; run < options.Runs; run++)
        {
            (var import, id) = await MeasuredImport.RunAsync(host, file, rows, options.Seed, cancellationToken);
            imports.Add(import);
            if (options.CompareBound)
            {
                var definition = Path.Combine(AppContext.BaseDirectory, "definitions", "customers.json");
                bound.Add(await Bound.RunAsync(file, definition, host.RedisConnectionString, cancellationToken));
            }

            var beside = bound.Count > run ? string.Create(CultureInfo.InvariantCulture, $", bound {bound[run]:0.00} s") : "";
            Say($"{rows:N0} rows, run {run + 1}: {import.Seconds:0.00} s ({import.CpuSeconds:0.00} s of the host's processor time){beside}; workbook checked");
        }

        var fairness = options.Fairness ? await FairnessRun.RunAsync(host, file, rows, options.Seed, cancellationToken) : null;
        if (options.Fairness && fairness is null)
        {
            Say($"{rows:N0} rows ended before the concurrent small imports: fairness is not measured");
        }
        else if (fairness is not null)
        {
            Say($"{rows:N0} rows with concurrent imports: {fairness.Large:0.00} s (alone {fairness.LargeAlone:0.00} s); {fairness.SmallRows} rows {fairness.One:0.00} s (alone {fairness.Alone:0.00} s), the last of {fairness.Many} at once {fairness.SlowestOfMany:0.00} s");
        }

        var inDatabase = database is null ? null : await database.RunAsync(host, file, rows, options.Seed, options.Runs, cancellationToken);
        if (inDatabase is not null)
        {
            Say($"{rows:N0} rows into PostgreSQL: {inDatabase.Import:0.00} s, COPY {inDatabase.Copy:0.00} s; table checked");
        }

        var operations = options.CountOperations ? await CountAsync() : null;
        return new LoadCase
        {
            Rows = rows,
            RowsPerActivity = options.RowsPerActivity,
            FileBytes = new FileInfo(file).Length,
            HostStartSeconds = host.StartTime.TotalSeconds,
            Imports = imports,
            Bound = bound,
            Sidekiq = await SidekiqAsync(bulk: false),
            SidekiqBulk = await SidekiqAsync(bulk: true),
            Fairness = fairness,
            Operations = operations,
            Database = inDatabase,
            PeakMemory = host.PeakMemory(),
            Storage = await StorageUse.MeasureAsync(host, id, rows),
        };

        async Task<StorageOperations> CountAsync()
        {
            var log = Path.Combine(host.State.Logs, "azurite.log");
            var position = new FileInfo(log).Length;
            await MeasuredImport.RunAsync(host, file, rows, options.Seed, cancellationToken);
            return StorageOperations.Since(position, log);
        }

        async Task<double?> SidekiqAsync(bool bulk)
        {
            if (!options.CompareSidekiq)
            {
                return null;
            }

            var took = await SidekiqDesign.RunAsync(file, rows, bulk, Path.Combine(host.State.Path, bulk ? "sidekiq-bulk" : "sidekiq"), cancellationToken);
            Say($"{rows:N0} rows, Sidekiq{(bulk ? " with bulk push" : "")}: {took:0.00} s");
            return took;
        }
    }

    private static async Task ReportAsync(LoadReport report, LoadOptions options, CancellationToken cancellationToken)
    {
        ReportTables.Print(report, AnsiConsole.Console);
        await report.SaveAsync(options.Json, cancellationToken);
        if (options.Markdown is { } markdown)
        {
            await MarkdownFile.WriteAsync(markdown, ReportTables.Markdown(report), cancellationToken);
        }

        if (options.Chart is { } chart)
        {
            await File.WriteAllTextAsync(chart, ReportChart.Draw(report), cancellationToken);
        }

        Say($"JSON: {options.Json}");
    }

    private static void Say(FormattableString text) => AnsiConsole.Console.Profile.Out.Writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string? Commit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "--short", "HEAD"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            var commit = git?.StandardOutput.ReadToEnd().Trim();
            return string.IsNullOrEmpty(commit) ? null : commit;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
