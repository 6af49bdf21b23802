using BatchImport.Common;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>Reads the failure of an activity from the durable engine: the exception's type and message.</summary>
internal static class StepFailure
{
    /// <summary>The outage that made the activity fail; null for any other failure.</summary>
    public static Outage? OutageOf(TaskFailedException failure) =>
        failure.FailureDetails is { } details && string.Equals(details.ErrorType, typeof(OutageException).FullName, StringComparison.Ordinal)
            ? Outage.Parse(details.ErrorMessage)
            : null;

    /// <summary>The cause in short. The message of an unknown exception may hold row values, so only its type is used.</summary>
    public static string CauseOf(TaskFailedException failure) => OutageOf(failure)?.ToString() ?? failure.FailureDetails?.ErrorType ?? failure.GetType().Name;
}
