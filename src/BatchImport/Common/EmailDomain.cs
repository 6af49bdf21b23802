using System.Globalization;

namespace BatchImport.Common;

/// <summary>Domains of e-mail addresses that hold letters beyond ASCII (IDNA, RFC 5890).</summary>
public static class EmailDomain
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>A domain in its ASCII form, in lower case: <c>münchen.de</c> is <c>xn--mnchen-3ya.de</c>.</summary>
    /// <param name="domain">The domain in either form, such as <c>example.com</c>.</param>
    /// <returns>The ASCII form; null when the domain has none.</returns>
    public static string? ToAscii(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The domain of an address in its ASCII form; null when it has none.</summary>
    /// <param name="address">An address.</param>
    public static string? AsciiOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ToAscii(address[(address.LastIndexOf('@') + 1)..]);
    }

    /// <summary>An address with its domain in ASCII form, as every mail server takes it; unchanged when it is ASCII, or has no such form.</summary>
    /// <param name="address">An address.</param>
    public static string WithAscii(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var domain = address.LastIndexOf('@') + 1;
        return System.Text.Ascii.IsValid(address.AsSpan(domain)) ? address : address[..domain] + (ToAscii(address[domain..]) ?? address[domain..]);
    }
}
