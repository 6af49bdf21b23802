using System.Text.RegularExpressions;
using BatchImport.LocalHost.Invocation;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Configuration;

/// <summary>Texts of trigger attributes, in which <c>%Name%</c> is a placeholder for a setting.</summary>
internal static partial class SettingText
{
    /// <summary>A text with the values of its settings.</summary>
    /// <exception cref="FunctionBindingException">A setting that it names does not exist.</exception>
    public static string Resolve(string text, string function, IConfiguration settings) =>
        Placeholder().Replace(text, match => settings[match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)]
            ?? throw new FunctionBindingException($"Function '{function}': its trigger names the setting '{match.Groups["name"].Value}', which is not set."));

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
