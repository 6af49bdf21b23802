namespace BatchImport.Mail;

/// <summary>A mail was not taken for delivery.</summary>
/// <param name="message">What the service said; never a key, never an address.</param>
/// <param name="isTransient">True when trying again later may help (429, 5xx, a time-out); false when it will not (a wrong key, a refused address).</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class MailException(string message, bool isTransient, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>True when the mail was refused for its size or its content, so that it may be taken without its attachment.</summary>
    public bool IsContentRefused { get; init; }

    /// <summary>True when trying again later may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
