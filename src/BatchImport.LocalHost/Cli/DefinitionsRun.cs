using System.Globalization;
using System.Net;
using System.Text;
using BatchImport.Definitions;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>The definitions of a host, over HTTP.</summary>
/// <param name="session">The host.</param>
/// <param name="console">For results.</param>
/// <param name="problems">For problems.</param>
internal sealed class DefinitionsRun(HostSession session, IAnsiConsole console, IAnsiConsole problems)
{
    private string Prefix => session.Status.RoutePrefix;

    /// <summary>Lists the definitions.</summary>
    public async Task<int> ListAsync(bool isJson, CancellationToken cancellationToken)
    {
        var answer = await session.Client.GetAsync(Prefix, "definitions", cancellationToken);
        ThrowIfRefused(answer);
        if (isJson)
        {
            JsonOutput.Write(console, answer.Body!.Value);
            return ExitCodes.Completed;
        }

        var found = answer.Read<DefinitionList>().Items;
        if (found.Count == 0)
        {
            console.WriteText("No definitions.");
            return ExitCodes.Completed;
        }

        var table = new Table();
        table.AddColumn(new TableColumn("Name").NoWrap());
        table.AddColumn(new TableColumn("Columns").RightAligned());
        table.AddColumn(new TableColumn("Target").NoWrap());
        table.AddColumn(new TableColumn("Stored").NoWrap());
        table.AddColumn("Mistakes");
        foreach (var each in found)
        {
            table.AddRow(
                new Text(each.Name),
                new Text(each.IsValid ? each.Columns.Count.ToString(CultureInfo.InvariantCulture) : ""),
                new Text(each.Target ?? ""),
                new Text(TimeText.Format(each.ModifiedAt, TimeProvider.System)),
                new Text(each.IsValid ? "" : TerminalText.Escape(string.Create(CultureInfo.InvariantCulture, $"{each.Mistakes.Count}; line {each.Mistakes[0].Line}: {each.Mistakes[0].Message}"))));
        }

        console.WriteTable(table);
        return ExitCodes.Completed;
    }

    /// <summary>Writes the text of a definition.</summary>
    public async Task<int> ShowAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await session.Client.GetAsync(Prefix, $"definitions/{name}", cancellationToken);
        ThrowIfRefused(answer);
        foreach (var line in Encoding.UTF8.GetString(answer.Content).TrimStart('\uFEFF').TrimEnd().Split('\n'))
        {
            console.WriteLineAsIs(TerminalText.Escape(line.TrimEnd('\r').Replace("\t", "  ", StringComparison.Ordinal)));
        }

        return ExitCodes.Completed;
    }

    /// <summary>Stores the definition of a file, or lists its mistakes.</summary>
    public async Task<int> PutAsync(FileInfo file, bool isNew, CancellationToken cancellationToken)
    {
        var json = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        if (NameIn(json, file.Name) is not { } name)
        {
            return ExitCodes.Failed;
        }

        var answer = await session.Client.PutAsync(Prefix, $"definitions/{name}", json, isNew, cancellationToken);
        if (!answer.IsSuccess && answer.Body is { } body && body.TryGetProperty("mistakes", out var mistakes))
        {
            foreach (var mistake in EndpointJson.Read<List<DefinitionMistake>>(mistakes) ?? [])
            {
                Report(file.Name, mistake);
            }

            return ExitCodes.Failed;
        }

        ThrowIfRefused(answer);
        console.WriteText($"The definition {name} is {(answer.Status == HttpStatusCode.Created ? "stored" : "replaced")}. Imports that start from now on use it.");
        return ExitCodes.Completed;
    }

    /// <summary>Deletes a definition.</summary>
    public async Task<int> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        ThrowIfRefused(await session.Client.DeleteAsync(Prefix, $"definitions/{name}", cancellationToken));
        console.WriteText($"The definition {name} is deleted.");
        return ExitCodes.Completed;
    }

    /// <summary>Writes a workbook to fill in.</summary>
    public async Task<int> TemplateAsync(string name, FileInfo? output, bool isForced, CancellationToken cancellationToken)
    {
        var path = output?.FullName ?? Path.GetFullPath(name + ".xlsx");
        if (File.Exists(path) && !isForced)
        {
            throw new CommandException(ExitCodes.Usage, $"'{TerminalText.Escape(path)}' exists. Name another file with --output, or replace it with --force.");
        }

        var answer = await session.Client.GetAsync(Prefix, $"definitions/{name}/template.xlsx", cancellationToken);
        ThrowIfRefused(answer);
        await File.WriteAllBytesAsync(path, answer.Content, cancellationToken);
        console.WriteLineAsIs(TerminalText.Escape(path));
        return ExitCodes.Completed;
    }

    private static void ThrowIfRefused(HostAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            throw new CommandException(answer.Status == HttpStatusCode.NotFound ? ExitCodes.Usage : ExitCodes.Failed, TerminalText.Escape(answer.Problem));
        }
    }

    private string? NameIn(byte[] json, string file)
    {
        var mistakes = DefinitionCheck.Run(json, file);
        foreach (var mistake in mistakes)
        {
            problems.WriteProblem(TerminalText.Escape(mistake.Message));
        }

        return mistakes.Count == 0 ? DefinitionReader.Read(json, file).Name : null;
    }

    private void Report(string file, DefinitionMistake mistake) =>
        problems.WriteProblem(TerminalText.Escape(string.Create(CultureInfo.InvariantCulture, $"{file}, line {mistake.Line}, column {mistake.Column}: {mistake.Message}")));
}
