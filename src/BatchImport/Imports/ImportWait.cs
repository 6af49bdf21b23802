using System.Globalization;
using BatchImport.Common;

namespace BatchImport.Imports;

/// <summary>An import waits for a service that is unavailable.</summary>
/// <param name="Service">The service, as in <see cref="Outage.Service"/>.</param>
/// <param name="Detail">The cause in short; null when unknown.</param>
/// <param name="Since">When the import first met the outage.</param>
public sealed record ImportWait(string Service, string? Detail, DateTimeOffset Since)
{
    /// <summary>Parses the output of <see cref="ToString"/>; null for an empty text: the import does not wait.</summary>
    public static ImportWait? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var outage = Outage.Parse(text[(space + 1)..]);
        return new ImportWait(outage.Service, outage.Detail, DateTimeOffset.ParseExact(text[..space], "O", CultureInfo.InvariantCulture));
    }

    /// <summary>The wait as one line: the time, a space, and the outage.</summary>
    public override string ToString() =>
        $"{Since.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)} {new Outage(Service, Detail)}";
}
