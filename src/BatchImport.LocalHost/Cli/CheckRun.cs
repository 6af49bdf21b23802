using System.Globalization;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Checks files and reports what it found.</summary>
/// <param name="console">Where results go.</param>
/// <param name="problems">Where files that cannot be used are reported.</param>
internal sealed class CheckRun(IAnsiConsole console, IAnsiConsole problems)
{
    /// <summary>The definition that was checked and is valid; null for a spreadsheet.</summary>
    public ImportDefinition? Definition { get; private set; }

    /// <summary>Checks one file.</summary>
    /// <param name="file">A definition or a spreadsheet.</param>
    /// <param name="definition">What the spreadsheet's columns must hold; null to allow anything.</param>
    /// <param name="encoding">The encoding of a text file; null to detect it.</param>
    /// <param name="maxErrors">How many errors to show.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public int Run(FileInfo file, CheckDefinition? definition, TextEncoding? encoding, int maxErrors, CancellationToken stop)
    {
        try
        {
            if (definition is null && string.Equals(file.Extension, ".json", StringComparison.OrdinalIgnoreCase))
            {
                if (Read(CheckDefinition.FromFile(file.FullName)) is not { } read)
                {
                    return ExitCodes.Failed;
                }

                console.WriteText($"The definition {read.Name} is valid: {Count(read.Columns.Count, "column")}, {Count(read.Rules.Count, "rule")} over several columns.");
                Definition = read;
                return ExitCodes.Completed;
            }

            var columns = definition is null ? ImportDefinition.Open : Read(definition);
            if (columns is null)
            {
                return ExitCodes.Failed;
            }

            using var content = file.OpenRead();
            var found = SpreadsheetCheck.Run(content, columns, new SpreadsheetLimits(), encoding, maxErrors, stop);
            Show(file, found);
            return found.Rows == 0 || found.InvalidRows > 0 ? ExitCodes.Failed : ExitCodes.Completed;
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

    /// <summary>Reads a definition; null when it is invalid, after all of its errors are shown.</summary>
    private ImportDefinition? Read(CheckDefinition definition)
    {
        var mistakes = DefinitionCheck.Run(definition.Json, definition.Source);
        foreach (var mistake in mistakes)
        {
            problems.WriteProblem(TerminalText.Escape(mistake.Message));
        }

        return mistakes.Count == 0 ? DefinitionReader.Read(definition.Json, definition.Source) : null;
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private void Show(FileInfo file, CheckedSpreadsheet found)
    {
        var where = found.SheetName is null ? "delimited text" : $"sheet {CellText.Quote(found.SheetName)}";
        Say($"{file.Name}: {where}, header in row {found.HeaderRow.ToString(CultureInfo.InvariantCulture)}, {Count(found.Rows, "row")}, {Count(found.InvalidRows, "row")} with errors.");
        foreach (var match in found.NearMatches)
        {
            Say($"The column {CellText.Quote(match.Header)} is read as {CellText.Quote(match.Column)}.");
        }

        if (found.DroppedColumns.Count > 0)
        {
            Say($"Left out: {string.Join(", ", found.DroppedColumns.Select(CellText.Quote))}.");
        }

        foreach (var column in found.UncheckedColumns)
        {
            Say($"The values of {CellText.Quote(column.Name)} were not compared with {column.AllowedIn!.Title}; an import does that.");
        }

        if (found.Rows == 0)
        {
            console.WriteProblem("There are no rows below the header: nothing to import.");
        }

        if (found.Errors.Count > 0)
        {
            Show(found.Errors);
        }
    }

    private void Show(IReadOnlyList<CheckedError> errors)
    {
        var table = new Table();
        table.AddColumn(new TableColumn("Row").RightAligned());
        table.AddColumn("Column");
        table.AddColumn("Reason");
        foreach (var error in errors)
        {
            table.AddRow(new Text(error.Row.ToString(CultureInfo.InvariantCulture)), new Text(TerminalText.Escape(error.Column ?? "")), new Text(TerminalText.Escape(error.Message)));
        }

        console.WriteTable(table);
    }

    private void Say(string text) => console.WriteText(TerminalText.Escape(text));
}
