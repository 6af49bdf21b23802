using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BatchImport.Targets.Http;

/// <summary>The hosts that http targets may call, from <see cref="TargetOptions.AllowedHosts"/>.</summary>
internal sealed class AllowedHosts
{
    private const string Wildcard = "*.";
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private readonly List<AllowedHost> _hosts;

    /// <summary>No hosts.</summary>
    public static AllowedHosts None { get; } = new([]);

    private AllowedHosts(List<AllowedHost> hosts) => _hosts = hosts;

    /// <summary>Reads the setting.</summary>
    /// <param name="text">Its text; null or empty for none.</param>
    /// <param name="hosts">The hosts.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AllowedHosts? hosts, [NotNullWhen(false)] out string? problem)
    {
        var list = new List<AllowedHost>();
        hosts = null;
        problem = null;
        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(entry) is not { } host)
            {
                problem = $"'{entry}' is not a valid host: write host, host:port or *.domain, with private or http behind it where that is meant, and commas between hosts";
                return false;
            }

            list.Add(host);
        }

        hosts = new AllowedHosts(list);
        return true;
    }

    /// <summary>The entry that allows a request to an address; null when none does.</summary>
    public AllowedHost? Find(Uri address) => _hosts.Find(host =>
        IsNamed(host, address.IdnHost)
        && (host.Port is { } port ? address.Port == port : address.IsDefaultPort)
        && (address.Scheme == Uri.UriSchemeHttps || host.IsPlain));

    /// <summary>True when a connection to a host may use a non-public address.</summary>
    public bool AllowsPrivate(string host, int port) =>
        _hosts.Exists(each => each.IsPrivate && IsNamed(each, host) && (each.Port is { } own ? own == port : port is HttpPort or HttpsPort));

    private static bool IsNamed(AllowedHost host, string name)
    {
        var plain = name.Trim('[', ']').ToLowerInvariant();
        return host.IsWildcard ? plain.Length > host.Name.Length && plain.EndsWith(host.Name, StringComparison.Ordinal) : plain == host.Name;
    }

    private static AllowedHost? Read(string entry)
    {
        var words = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = words[1..];
        if (Array.Exists(flags, flag => flag is not ("private" or "http")))
        {
            return null;
        }

        var isWildcard = words[0].StartsWith(Wildcard, StringComparison.Ordinal);
        var name = isWildcard ? words[0][Wildcard.Length..] : words[0];
        if (name.Length == 0 || name.AsSpan().ContainsAny("*/@?#\\%") || !Uri.TryCreate($"https://{name}/", UriKind.Absolute, out var address) || address.AbsolutePath != "/")
        {
            return null;
        }

        var host = address.IdnHost.Trim('[', ']').ToLowerInvariant();
        var hasPort = name.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{address.Port}"), StringComparison.Ordinal) && !name.EndsWith(']');
        return isWildcard && address.HostNameType != UriHostNameType.Dns
            ? null
            : new AllowedHost(isWildcard ? "." + host : host, isWildcard, hasPort ? address.Port : null, flags.Contains("private"), flags.Contains("http"));
    }
}
