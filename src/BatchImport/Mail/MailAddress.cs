using System.Text.RegularExpressions;
using MimeKit;

namespace BatchImport.Mail;

/// <summary>What an e-mail address is here: one mailbox (RFC 5322 addr-spec) with a domain, without a display name.</summary>
internal static partial class MailAddress
{
    /// <summary>True when a text is one address and nothing else.</summary>
    public static bool IsValid(string? text) =>
        text is not null
        && !text.AsSpan().ContainsAny(" \t\r\n<>")
        && MailboxAddress.TryParse(text, out var mailbox)
        && mailbox.Address == text
        && text.LastIndexOf('@') is > 0 and var at
        && at < text.Length - 1;

    /// <summary>A text with everything that looks like an address left out, so that it may be logged.</summary>
    public static string Redact(string text) => Address().Replace(text, "[address]");

    [GeneratedRegex("""[^\s<>"'(),;:]+@[^\s<>"'(),;:]+""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
