using System.CommandLine;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>--encoding</c> of the commands that take a spreadsheet.</summary>
internal static class EncodingOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--encoding") { Description = "The encoding of a text file that is not UTF-8: windows-1250, shift_jis. Without it the encoding is detected, or the file is rejected.", HelpName = "name" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && TextEncoding.Find(text) is null)
            {
                result.AddError($"'{TerminalText.Escape(text)}' is not the name of an encoding. Valid names: {string.Join(", ", TextEncoding.Names)}.");
            }
        });
        return option;
    }
}
