using System.CommandLine;
using System.Globalization;
using BatchImport.Faults;
using BatchImport.Faults.Faults;
using BatchImport.Faults.Host;
using BatchImport.Faults.Reports;
using BatchImport.LocalHost.Cli;
using Spectre.Console;

var fault = new Option<string[]>("--fault") { Description = $"The faults to try; several, or all. One of: {string.Join(", ", FaultCatalogue.All.Select(each => each.Name))}.", DefaultValueFactory = _ => ["all"], AllowMultipleArgumentsPerToken = true };
var times = new Option<int>("--times") { Description = "The number of tries of each fault.", DefaultValueFactory = _ => 10 };
var rows = new Option<int>("--rows") { Description = "Rows of each import.", DefaultValueFactory = _ => 5_000 };
var seed = new Option<int>("--seed") { Description = "Decides everything that is left to chance; the same seed tries the same.", DefaultValueFactory = _ => 1 };
var pause = new Option<int>("--pause") { Description = "Seconds that what is paused is paused.", DefaultValueFactory = _ => 30 };
var absence = new Option<int>("--absence") { Description = "Seconds that a service is away in redis-away and storage-away.", DefaultValueFactory = _ => 600 };
var report = new Option<FileInfo?>("--report") { Description = "Writes the table into this file too; its lines of faults that are not tried now are kept." };
fault.AcceptOnlyFromAmong([.. FaultCatalogue.All.Select(each => each.Name), "all"]);

var root = new RootCommand("Causes faults while imports run, and reports the outcome of the imports. Exit codes: 0 all guarantees held, 1 one did not, 2 usage error.")
{
    fault, times, rows, seed, pause, absence, report,
};
root.Subcommands.Add(FaultHostCommand.Create());
root.SetAction(async parsed =>
{
    using var signals = new StopSignals();
    var cancellationToken = signals.Token;
    var names = parsed.GetValue(fault)!;
    var chosen = FaultCatalogue.All.Where(each => names.Contains("all", StringComparer.Ordinal) || names.Contains(each.Name, StringComparer.Ordinal)).ToArray();
    Console.WriteLine($"Seed {parsed.GetValue(seed)}");
    await using var fixture = await FaultFixture.StartAsync(stateFolder: null, cancellationToken);
    var run = new FaultRun(fixture, parsed.GetValue(seed), parsed.GetValue(rows), TimeSpan.FromSeconds(parsed.GetValue(pause)), TimeSpan.FromSeconds(parsed.GetValue(absence)), Tell);
    var summaries = new List<FaultSummary>();
    var file = parsed.GetValue(report);
    var earlier = file is { Exists: true } ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : "";
    var text = "";
    foreach (var each in chosen)
    {
        if (each.IsPossible)
        {
            summaries.Add(await run.TryAsync(each, parsed.GetValue(times), cancellationToken));
            text = FaultReport.Compose(summaries, parsed.GetValue(seed), TimeProvider.System.GetUtcNow(), earlier);
            if (file is not null)
            {
                // After each fault, so that a long run that is interrupted keeps its results.
                Directory.CreateDirectory(file.DirectoryName!);
                await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
            }
        }
        else
        {
            Console.WriteLine($"{each.Name}: not supported on this system.");
        }
    }

    Console.WriteLine();
    Console.WriteLine(text);
    return summaries.All(summary => summary.Failures == 0) ? 0 : 1;
});

var result = root.Parse(args);
if (result.Errors.Count > 0)
{
    AnsiConsole.Console.WriteLine(string.Join(Environment.NewLine, result.Errors.Select(each => each.Message)));
    return 2;
}

// Signals are handled here: the host that was started must be stopped before the process ends.
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static void Tell(IFault fault, FaultTry attempt, Outcome outcome) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{fault.Name} {attempt.Number}: {(outcome.IsGood ? "good" : "FAILED")}, {outcome.RowsLost} lost, {outcome.RowsDoubled} doubled, {outcome.MailsDoubled} mails doubled{(outcome.Recovery is { } recovery ? string.Create(CultureInfo.InvariantCulture, $", recovered in {recovery.TotalSeconds:0.00} s") : "")}{(outcome.During is { } state ? $", during {state}" : "")}{(outcome.Problem is { } problem ? $": {problem}" : "")}"));
