using System.CommandLine;
using BatchImport.Definitions;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>--definition</c> of the commands that take a spreadsheet: a definition's name, or its file.</summary>
internal static class DefinitionOption
{
    private const string Suffix = ".json";

    public static Option<string?> Create(string absent)
    {
        var option = new Option<string?>("--definition") { Description = $"What the columns must hold: a definition's name, or its file (.json). {absent}", HelpName = "name or file" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Problem(text) is { } problem)
            {
                result.AddError(problem);
            }
        });
        return option;
    }

    /// <summary>True for a file rather than a name: names have no dots and no folders.</summary>
    public static bool IsFile(string text) => !DefinitionNames.IsValid(text);

    /// <summary>Reads a definition's file.</summary>
    /// <exception cref="DefinitionException">The definition is not valid.</exception>
    public static ImportDefinition Read(string file) => DefinitionReader.Read(File.ReadAllBytes(file), Path.GetFileName(file));

    /// <summary>The file of a definition that is part of this program; null when no definition has the name.</summary>
    public static string? Shipped(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "definitions", name + Suffix);
        return File.Exists(file) ? file : null;
    }

    private static string? Problem(string text) =>
        !IsFile(text) || File.Exists(text) ? null :
        Directory.Exists(text) ? $"'{text}' is a folder; name a definition or its file." :
        text.Contains('.', StringComparison.Ordinal) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? $"There is no file '{text}'." :
        $"'{TerminalText.Escape(text)}' is neither a file nor a definition's name, which has {DefinitionNames.Rule}.";
}
