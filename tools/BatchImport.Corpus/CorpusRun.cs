using System.Diagnostics;
using System.Globalization;

namespace BatchImport.Corpus;

/// <summary>Reads all files of a folder and reports the outcomes.</summary>
/// <param name="timeout">The longest time for one file.</param>
/// <param name="worker">How to start a worker.</param>
/// <param name="output">The destination of the report.</param>
internal sealed class CorpusRun(TimeSpan timeout, ProcessStartInfo worker, TextWriter output)
{
    private static readonly string[] Extensions = [".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".csv", ".tsv", ".tab", ".txt"];

    /// <summary>Runs the comparison.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="report">Receives one line per file; null for none.</param>
    /// <param name="showValues">True to show the values of cells that differ.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The exit code: 0 when no file differs, fails or hangs; 1 when one does; 2 when there is no file.</returns>
    public async Task<int> RunAsync(DirectoryInfo folder, FileInfo? report, bool showValues, CancellationToken cancellationToken)
    {
        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(static file => Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(static file => file.FullName)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (files.Length == 0)
        {
            await output.WriteLineAsync($"There is no spreadsheet in {folder.FullName}.");
            return 2;
        }

        await using var table = report?.CreateText();
        var results = new List<(string Path, FileResult Result)>();
        var current = CorpusWorker.Start(worker);
        try
        {
            foreach (var file in files)
            {
                var result = await CheckAsync(current, file, cancellationToken);
                if (result.Outcome == FileOutcome.Hung)
                {
                    current.Dispose();
                    current = CorpusWorker.Start(worker);
                }

                var path = Path.GetRelativePath(folder.FullName, file);
                results.Add((path, result));
                await ReportAsync(path, result, showValues);
                if (table is not null)
                {
                    await table.WriteLineAsync(Line(path, result));
                }
            }
        }
        finally
        {
            current.Dispose();
        }

        await SummarizeAsync(results);
        return results.Exists(static each => each.Result.Outcome >= FileOutcome.Different) ? 1 : 0;
    }

    private async Task<FileResult> CheckAsync(CorpusWorker current, string file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await current.CheckAsync(file, limit.Token) ?? new() { Outcome = FileOutcome.Hung, Message = "The process that read it has ended." };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { Outcome = FileOutcome.Hung, Message = string.Create(CultureInfo.InvariantCulture, $"Not read within {timeout.TotalSeconds} seconds.") };
        }
    }

    private async Task ReportAsync(string path, FileResult result, bool showValues)
    {
        if (result.Outcome is FileOutcome.Equal or FileOutcome.Read)
        {
            return;
        }

        await output.WriteLineAsync($"{result.Outcome}: {path}{(result.Code is null ? "" : $" ({result.Code})")}{(result.Message is null ? "" : $": {result.Message}")}");
        foreach (var each in result.First)
        {
            await output.WriteLineAsync($"  {each.Place}: {each.Kinds}{(showValues ? $": {each.Ours} / {each.Theirs}" : "")}");
        }

        if (result.Differences > result.First.Count)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {result.Differences} cells differ in all."));
        }
    }

    private async Task SummarizeAsync(List<(string Path, FileResult Result)> results)
    {
        await output.WriteLineAsync();
        foreach (var outcome in results.GroupBy(static each => each.Result.Outcome).OrderBy(static group => group.Key))
        {
            var codes = outcome.Key == FileOutcome.Refused
                ? $" ({string.Join(", ", outcome.GroupBy(static each => each.Result.Code, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).Select(static group => $"{group.Key} {group.Count()}"))})"
                : "";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{outcome.Key}: {outcome.Count()}{codes}"));
        }

        var (path, most) = results.MaxBy(static each => each.Result.PeakBytes);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Peak memory: {most.PeakBytes / 1_048_576d:F1} MiB for {path}"));
        (path, most) = results.MaxBy(static each => each.Result.Milliseconds);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Longest time: {most.Milliseconds} ms for {path}"));
    }

    private static string Line(string path, FileResult result) => string.Join('\t', new[]
    {
        path, result.Outcome.ToString(), result.Format, result.Rows.ToString(CultureInfo.InvariantCulture), result.Differences.ToString(CultureInfo.InvariantCulture), result.Code,
        result.Message, result.Milliseconds.ToString(CultureInfo.InvariantCulture), result.PeakBytes.ToString(CultureInfo.InvariantCulture),
    }.Select(static value => value?.Replace('\t', ' ').ReplaceLineEndings(" ")));
}
