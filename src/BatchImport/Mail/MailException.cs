namespace BatchImport.Mail;

/// <summary>A mail was not accepted for delivery.</summary>
/// <param name="message">The reason given by the service; never a key, never an address.</param>
/// <param name="isTransient">True when a later attempt may succeed (429, 5xx, a time-out); false when it will not (a wrong key, a refused address).</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class MailException(string message, bool isTransient, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>True when the mail was refused for its size or its content, so that it may be taken without its attachment.</summary>
    public bool IsContentRefused { get; init; }

    /// <summary>True when trying again later may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
