namespace BatchImport.Staging;

/// <summary>A blob container that the app needs does not exist, and the app may not create it.</summary>
public sealed class MissingContainerException : Exception
{
    /// <inheritdoc cref="MissingContainerException(string, Exception)"/>
    public MissingContainerException()
    {
    }

    /// <inheritdoc cref="MissingContainerException(string, Exception)"/>
    public MissingContainerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which container is missing, and what to do.</param>
    /// <param name="innerException">The storage account's response.</param>
    public MissingContainerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
