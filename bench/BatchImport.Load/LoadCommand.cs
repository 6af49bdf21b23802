using System.CommandLine;

namespace BatchImport.Load;

/// <summary>The command line.</summary>
internal static class LoadCommand
{
    private const string Bound = "bound";
    private const string Sidekiq = "sidekiq";

    private static readonly Option<int[]> Rows = new("--rows") { Description = "Rows of the file; each number is a case.", DefaultValueFactory = _ => [50_000], AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Runs = new("--runs") { Description = "Imports per case. The first one follows the host's start; the median of the others counts as warm.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The seed of the rows.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> RowsPerActivity = new("--rows-per-activity") { Description = "The setting Import:RowsPerActivity; 0 decides by size.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string[]> Compare = new("--compare") { Description = "What to compare with, in the same minutes: bound (the same work without an orchestration), sidekiq (the original design of this project).", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<bool> Fairness = new("--fairness") { Description = "At the end of each case, also drops one file of 200 rows and then ten at once while the large one is imported once more." };
    private static readonly Option<bool> Operations = new("--count-operations") { Description = "At the end of each case, also counts the storage operations of one more import. Times are then those of an Azurite that logs every request." };
    private static readonly Option<bool> Database = new("--database") { Description = "At the end of each case, also imports the file into a table of PostgreSQL, beside COPY of the same rows." };
    private static readonly Option<string> State = new("--state") { Description = "The host's state folder. Its content is deleted, except for the installation of Azurite.", DefaultValueFactory = _ => Path.Combine(".batchimport", "load") };
    private static readonly Option<string?> Json = new("--json") { Description = "The file for the report as JSON. Default: load.json in the state folder." };
    private static readonly Option<string?> Markdown = new("--markdown") { Description = "The file for its tables as Markdown; in a file with markers, only the text between them is replaced." };
    private static readonly Option<string?> Chart = new("--chart") { Description = "The file for its chart as SVG." };

    /// <summary>Runs a command line. Returns the exit code: 0, 1 when a run failed or its workbook was wrong, 2 for a usage error.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Compare.AcceptOnlyFromAmong(Bound, Sidekiq);
        Runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--runs takes a number from 1.");
            }
        });
        var root = new RootCommand("Measures whole imports, from the blob's arrival to the mail in the outbox, on a separate LocalHost, and compares each workbook with its input.");
        foreach (var option in (Option[])[Rows, Runs, Seed, RowsPerActivity, Compare, Fairness, Operations, Database, State, Json, Markdown, Chart])
        {
            root.Options.Add(option);
        }

        root.SetAction((parsed, cancellationToken) => LoadProgram.RunAsync(Read(parsed), cancellationToken));
        var parsed = root.Parse(arguments);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    private static LoadOptions Read(ParseResult parsed)
    {
        var compare = parsed.GetValue(Compare)!;
        var state = Path.GetFullPath(parsed.GetValue(State)!);
        return new LoadOptions
        {
            Rows = parsed.GetValue(Rows)!,
            Runs = parsed.GetValue(Runs),
            Seed = parsed.GetValue(Seed),
            RowsPerActivity = parsed.GetValue(RowsPerActivity),
            CompareBound = compare.Contains(Bound, StringComparer.Ordinal),
            CompareSidekiq = compare.Contains(Sidekiq, StringComparer.Ordinal),
            Fairness = parsed.GetValue(Fairness),
            CountOperations = parsed.GetValue(Operations),
            Database = parsed.GetValue(Database),
            State = state,
            Json = Path.GetFullPath(parsed.GetValue(Json) ?? Path.Combine(state, "load.json")),
            Markdown = parsed.GetValue(Markdown),
            Chart = parsed.GetValue(Chart),
        };
    }
}
