using System.Globalization;
using BatchImport.Common;
using DurableTask.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>Values of a query string; invalid values are ignored, as by the genuine endpoints.</summary>
internal static class QueryValues
{
    public static bool Flag(this HttpRequest request, string name, bool otherwise)
        => bool.TryParse(request.Query[name], out var value) ? value : otherwise;

    public static int? Number(this HttpRequest request, string name)
        => int.TryParse(request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static TimeSpan? Seconds(this HttpRequest request, string name)
        => double.TryParse(request.Query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(value)
            : null;

    public static DateTimeOffset? Time(this HttpRequest request, string name)
        => DateTimeOffset.TryParse(
            request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value
            : null;

    /// <summary>The statuses in a query, separated by commas or in repeated parameters; null for none.</summary>
    public static IReadOnlyList<OrchestrationStatus>? Statuses(this HttpRequest request)
    {
        var given = request.Query["runtimeStatus"];
        List<OrchestrationStatus> statuses = [];
        foreach (var name in given.SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries)))
        {
            if (EnumWord.TryParse(name, out OrchestrationStatus status))
            {
                statuses.Add(status);
            }
        }

        return statuses.Count > 0 ? statuses : null;
    }
}
