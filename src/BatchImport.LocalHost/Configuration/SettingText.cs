using System.Text.RegularExpressions;
using BatchImport.LocalHost.Invocation;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Configuration;

/// <summary>Texts of trigger attributes, in which <c>%Name%</c> stands for a setting.</summary>
internal static partial class SettingText
{
    /// <summary>A text with its settings put in.</summary>
    /// <exception cref="FunctionBindingException">A setting it names is not there.</exception>
    public static string Resolve(string text, string function, IConfiguration settings) =>
        Placeholder().Replace(text, match => settings[match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)]
            ?? throw new FunctionBindingException($"Function '{function}': its trigger names the setting '{match.Groups["name"].Value}', which is not set."));

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
