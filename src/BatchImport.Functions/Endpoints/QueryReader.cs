using System.Globalization;
using BatchImport.Common;
using BatchImport.Imports;
using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>Reads a request's query, and records its first error.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    /// <summary>The first error; null for none.</summary>
    public IResult? Problem { get; private set; }

    /// <summary>A text; null when the parameter is missing or empty.</summary>
    public string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, 0 or above.</summary>
    public int Number(string name, int absent, int most) => (int)Number(name, (long)absent, most);

    /// <inheritdoc cref="Number(string, int, int)"/>
    public long Number(string name, long absent, long most)
    {
        if (Text(name) is not { } text)
        {
            return absent;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most)
        {
            return value;
        }

        return Refuse(name, string.Create(CultureInfo.InvariantCulture, $"takes a whole number from 0 to {most}"), absent);
    }

    /// <summary>A time; a date alone is its midnight in UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out var time)
            ? time
            : Refuse<DateTimeOffset?>(name, "takes a date or time as ISO 8601 writes it, such as 2026-01-31 or 2026-01-31T12:00:00Z", null);
    }

    /// <summary>States, with commas between them; null for none.</summary>
    public IReadOnlyCollection<ImportState>? States(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var states = new HashSet<ImportState>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!EnumWord.TryParse<ImportState>(word, out var state))
            {
                return Refuse<IReadOnlyCollection<ImportState>?>(name, $"takes states with commas between them: {string.Join(", ", Enum.GetNames<ImportState>()).ToLowerInvariant()}", null);
            }

            states.Add(state);
        }

        return states;
    }

    private T Refuse<T>(string name, string rule, T absent)
    {
        Problem ??= EndpointJson.Problem(StatusCodes.Status400BadRequest, "Invalid query parameter", $"{name} {rule}.");
        return absent;
    }
}
