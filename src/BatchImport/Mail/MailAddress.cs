using System.Text;
using System.Text.RegularExpressions;
using BatchImport.Common;
using MimeKit;

namespace BatchImport.Mail;

/// <summary>Checks e-mail addresses: one mailbox (RFC 5322 addr-spec) with a domain, without a display name.</summary>
internal static partial class MailAddress
{
    /// <summary>True when a text is one address and nothing else.</summary>
    public static bool IsValid(string? text) =>
        text is not null
        && !text.AsSpan().ContainsAny(" \t\r\n<>")
        && MailboxAddress.TryParse(text, out var mailbox)
        && text.LastIndexOf('@') is > 0 and var at
        && at < text.Length - 1
        && IsSame(mailbox.Address, text);

    /// <summary>True when the part before the @ has characters beyond ASCII: only servers with SMTPUTF8 (RFC 6531) deliver to such an address.</summary>
    public static bool NeedsUtf8(string address) => !Ascii.IsValid(address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0)));

    // MimeKit returns domains in their Unicode form, whichever they were given in.
    private static bool IsSame(string parsed, string text) =>
        parsed == text
        || (parsed.LastIndexOf('@') is > 0 and var at
            && text.LastIndexOf('@') == at
            && parsed.AsSpan(0, at).SequenceEqual(text.AsSpan(0, at))
            && EmailDomain.AsciiOf(text) is { } domain
            && domain == EmailDomain.AsciiOf(parsed));

    /// <summary>A text without anything that looks like an address, so that it may be logged.</summary>
    public static string Redact(string text) => Address().Replace(text, "[address]");

    [GeneratedRegex("""[^\s<>"'(),;:]+@[^\s<>"'(),;:]+""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
