using System.Globalization;
using BatchImport.Functions.Endpoints;

namespace BatchImport.LocalHost.Cli;

/// <summary>The reason why an import waits, in the words of its page.</summary>
internal static class WaitText
{
    private const string Target = "target ";

    /// <summary>The service that the import waits for, since when, and the cause.</summary>
    /// <param name="import">The import.</param>
    /// <param name="time">The time zone.</param>
    /// <returns>Null if it does not wait.</returns>
    public static string? Format(ImportView import, TimeProvider time)
    {
        if (import is not { IsFinal: false, Waiting: { } wait })
        {
            return null;
        }

        var since = TimeZoneInfo.ConvertTime(wait.Since, time.LocalTimeZone).ToString("HH:mm", CultureInfo.InvariantCulture);
        var text = wait.Service.StartsWith(Target, StringComparison.Ordinal) ? $"{wait.Service} does not answer since {since}" : $"waiting for {wait.Service} since {since}";
        return TerminalText.Escape(wait.Detail is { Length: > 0 } detail ? $"{text} ({detail})" : text);
    }
}
