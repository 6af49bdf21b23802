namespace BatchImport.Mail;

/// <summary>An SMTP server; configuration section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name. Required when <c>Mail:Sender</c> is <c>Smtp</c>.</summary>
    public string? Host { get; set; }

    /// <summary>The port. Default: 587, message submission (RFC 6409).</summary>
    public int Port { get; set; } = 587;

    /// <summary>The user name for authentication; empty for none.</summary>
    public string? UserName { get; set; }

    /// <summary>The password. A secret: keep it in a vault.</summary>
    public string? Password { get; set; }

    /// <summary>How the connection is protected. Default: <see cref="SmtpSecurity.Auto"/>.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>The time-out of one step of the conversation with the server. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);
}
