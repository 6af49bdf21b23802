namespace BatchImport.Mail;

/// <summary>How a connection to an SMTP server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465; on other ports, STARTTLS if the server offers it.</summary>
    Auto,

    /// <summary>No protection; only for servers on the same machine.</summary>
    None,

    /// <summary>STARTTLS; a server without it is rejected.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    SslOnConnect,
}
