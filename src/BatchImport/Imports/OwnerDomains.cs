using BatchImport.Common;

namespace BatchImport.Imports;

/// <summary>The domains that owners may have: what <see cref="ImportOptions.OwnerDomains"/> lists.</summary>
internal sealed class OwnerDomains
{
    private const string Wildcard = "*.";

    private readonly HashSet<string> _domains = new(StringComparer.Ordinal);
    private readonly List<string> _parents = [];

    private OwnerDomains()
    {
    }

    /// <summary>Reads the setting.</summary>
    /// <param name="text">Domains with commas between them; <c>*.example.com</c> is every domain below example.com. Null or empty: every domain is allowed.</param>
    /// <param name="problem">What is wrong with the text; null for nothing.</param>
    public static OwnerDomains Parse(string? text, out string? problem)
    {
        var domains = new OwnerDomains();
        problem = null;
        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isParent = entry.StartsWith(Wildcard, StringComparison.Ordinal);
            var domain = isParent ? entry[Wildcard.Length..] : entry;
            if (!EmailAddress.IsValid("owner@" + domain) || EmailDomain.ToAscii(domain) is not { } ascii)
            {
                problem ??= $"'{entry}' is not a domain: write domains such as example.com or *.example.com, with commas between them.";
            }
            else if (isParent)
            {
                domains._parents.Add("." + ascii);
            }
            else
            {
                domains._domains.Add(ascii);
            }
        }

        return domains;
    }

    /// <summary>True when an owner may have an address.</summary>
    public bool Allows(string address) =>
        (_domains.Count == 0 && _parents.Count == 0)
        || (EmailDomain.AsciiOf(address) is { } domain && (_domains.Contains(domain) || _parents.Exists(parent => domain.EndsWith(parent, StringComparison.Ordinal))));
}
