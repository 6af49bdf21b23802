using System.CommandLine;

namespace BatchImport.LocalHost.Cli;

/// <summary>The argument that names an import.</summary>
internal static class IdArgument
{
    /// <summary>How many characters of an id are shown where it only has to be distinguished from others.</summary>
    public const int Shown = 8;

    /// <summary>Creates the argument.</summary>
    public static Argument<string> Create()
    {
        var id = new Argument<string>("id") { Description = "The import's id, or its first characters." };
        id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } typed && HostedImports.ProblemOfId(typed) is { } problem)
            {
                result.AddError(problem);
            }
        });
        return id;
    }
}
