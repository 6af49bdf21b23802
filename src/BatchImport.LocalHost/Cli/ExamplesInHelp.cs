using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BatchImport.LocalHost.Cli;

/// <summary>Help that ends with exit codes and examples.</summary>
/// <param name="help">The usual help.</param>
/// <param name="ends">What to add, by command.</param>
internal sealed class ExamplesInHelp(HelpAction help, IReadOnlyDictionary<Command, string> ends) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        var code = help.Invoke(parseResult);
        if (ends.TryGetValue(parseResult.CommandResult.Command, out var end))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(end);
        }

        return code;
    }
}
