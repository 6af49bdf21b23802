using Spectre.Console;
using Spectre.Console.Rendering;

namespace BatchImport.LocalHost.Cli;

/// <summary>Lines and tables on a console: as wide as a terminal, and never wrapped in a file or a pipe.</summary>
internal static class ConsoleExtensions
{
    private const int Unlimited = 2_000;

    /// <summary>Writes text that is wrapped to a terminal's width.</summary>
    public static void WriteText(this IAnsiConsole console, string text, Style? style = null)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(new Text(text + "\n", style));
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(text);
        }
    }

    /// <summary>Writes a problem.</summary>
    public static void WriteProblem(this IAnsiConsole console, string problem) => console.WriteText(problem, new Style(Color.Red));

    /// <summary>Writes a line that is never wrapped, so that an id, a path or an address in it can be copied.</summary>
    public static void WriteLineAsIs(this IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes a table: with a frame on a terminal.</summary>
    public static void WriteTable(this IAnsiConsole console, Table table)
    {
        var isTerminal = console.Profile.Out.IsTerminal;
        table.Border = isTerminal ? TableBorder.Rounded : TableBorder.None;
        if (!isTerminal)
        {
            console.Profile.Width = Math.Max(console.Profile.Width, Unlimited);
        }

        console.Write((IRenderable)table);
    }
}
