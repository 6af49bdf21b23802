namespace BatchImport.Mail;

/// <summary>How a connection to an SMTP server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465, STARTTLS elsewhere where the server offers it.</summary>
    Auto,

    /// <summary>Not at all; only for servers on the same machine.</summary>
    None,

    /// <summary>STARTTLS; a server without it is refused.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    SslOnConnect,
}
