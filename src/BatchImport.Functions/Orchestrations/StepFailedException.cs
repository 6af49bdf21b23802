namespace BatchImport.Functions.Orchestrations;

/// <summary>A step of an import kept failing, and its retries are used up.</summary>
/// <param name="step">The activity.</param>
/// <param name="cause">The last failure: the outage, or the type of the exception. No row's value.</param>
/// <param name="innerException">The last failure.</param>
public sealed class StepFailedException(string step, string cause, Exception? innerException = null) : Exception($"{step} failed: {cause}", innerException)
{
    /// <summary>The activity.</summary>
    public string Step { get; } = step;

    /// <summary>The last failure: the outage, or the type of the exception.</summary>
    public string Cause { get; } = cause;
}
