using System.Globalization;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Imports as a table. Ids are abbreviated, but remain unique: commands accept them in this form.</summary>
internal static class ImportListTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<ImportView> imports, TimeProvider time)
    {
        var length = IdLength(imports);
        var table = new Table();
        table.AddColumn(new TableColumn("Id").NoWrap());
        table.AddColumn(new TableColumn("State").NoWrap());
        table.AddColumn("File");
        table.AddColumn("Owner");
        foreach (var number in (string[])["Rows", "Succeeded", "Failed"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("Started").NoWrap());
        foreach (var each in imports)
        {
            table.AddRow(
                new Text(each.Id[..length]),
                new Text(EndpointJson.Word(each.State)),
                new Text(TerminalText.Escape(each.FileName)),
                new Text(TerminalText.Escape(each.Owner ?? "")),
                new Text(each.Rows is { } rows ? $"{Number(each.Processed)}/{Number(rows)}" : ""),
                new Text(Number(each.Succeeded)),
                new Text(Number(each.Failed)),
                new Text(each.StartedAt is { } started ? TimeText.Format(started, time) : ""));
        }

        console.WriteTable(table);
        foreach (var each in imports)
        {
            if (WaitText.Format(each, time) is { } wait)
            {
                console.WriteLineAsIs($"{each.Id[..length]}: {wait}");
            }
        }
    }

    private static int IdLength(IReadOnlyList<ImportView> imports)
    {
        var length = IdArgument.Shown;
        while (length < 32 && imports.Select(each => each.Id[..length]).Distinct(StringComparer.Ordinal).Count() < imports.Count)
        {
            length++;
        }

        return length;
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
