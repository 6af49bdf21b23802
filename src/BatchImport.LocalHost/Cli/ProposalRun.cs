using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Definitions.Proposals;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>definitions new</c>: proposes a definition for a spreadsheet.</summary>
internal static class ProposalRun
{
    private const string DefaultName = "imported";

    /// <summary>Writes the proposal to the console.</summary>
    /// <param name="console">For the proposal.</param>
    /// <param name="problems">For problems.</param>
    /// <param name="file">The sample.</param>
    /// <param name="name">The name of the definition; null for one from the file's name.</param>
    /// <param name="encoding">The encoding of a text file; null to detect it.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IAnsiConsole console, IAnsiConsole problems, FileInfo file, string? name, TextEncoding? encoding, CancellationToken stop)
    {
        try
        {
            using var content = file.OpenRead();
            var proposal = DefinitionProposal.Create(content, name ?? NameFrom(file.Name), new SpreadsheetLimits(), encoding, stop);
            foreach (var line in proposal.Split('\n'))
            {
                console.WriteLineAsIs(TerminalText.Escape(line));
            }

            return ExitCodes.Completed;
        }
        catch (RejectedException ex)
        {
            problems.WriteProblem(TerminalText.Escape(ex.Message));
            return ExitCodes.Failed;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            problems.WriteProblem($"'{file}' cannot be read: {ex.Message}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>The letters, digits and hyphens of a file's name.</summary>
    internal static string NameFrom(string fileName)
    {
        var name = new StringBuilder();
        foreach (var c in Path.GetFileNameWithoutExtension(fileName).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var text = name.ToString();
        text = text[..Math.Min(text.Length, DefinitionNames.MaxLength)].Trim('-');
        return text.Length == 0 ? DefaultName : text;
    }
}
