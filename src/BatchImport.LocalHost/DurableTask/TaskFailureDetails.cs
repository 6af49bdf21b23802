using System.Reflection;
using System.Text.Json.Serialization;

namespace BatchImport.LocalHost.DurableTask;

/// <summary>Why a task failed, as it is kept in history.</summary>
/// <param name="ErrorType">The exception's type, with its namespace.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown; null when unknown.</param>
/// <param name="InnerFailure">What caused it; null when nothing is known.</param>
/// <param name="Properties">Always null here: the emulator keeps no properties of exceptions.</param>
public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>True for failures that another attempt cannot mend, such as a function that does not exist.</summary>
    [JsonIgnore]
    internal bool IsNonRetriable { get; init; }

    /// <summary>The failure that an exception stands for, with its inner ones.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        TaskFailureDetails? inner = exception is TaskFailedException failed
            ? failed.FailureDetails
            : exception.InnerException is null ? null : FromException(exception.InnerException);
        return new TaskFailureDetails(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, Properties: null);
    }

    /// <summary>Whether the failure was an exception of type <typeparamref name="T"/> or of one derived from it; false when the type is unknown here.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was an exception of the given type or of one derived from it; false when the type is unknown here.</summary>
    /// <exception cref="ArgumentException">The type is no exception.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded assemblies have a type of that name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return ExceptionType(targetBaseExceptionType) is { } type && targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private Type? ExceptionType(Type target)
    {
        if (string.IsNullOrEmpty(ErrorType))
        {
            return null;
        }

        if ((Type.GetType(ErrorType, throwOnError: false) ?? target.Assembly.GetType(ErrorType, throwOnError: false)) is { } near)
        {
            return near;
        }

        Type[] loaded = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
            .OfType<Type>()];
        return loaded.Length > 1
            ? throw new AmbiguousMatchException($"Several loaded assemblies have an exception type named '{ErrorType}'.")
            : loaded.FirstOrDefault();
    }
}
