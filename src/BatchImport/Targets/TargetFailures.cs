using BatchImport.Definitions;

namespace BatchImport.Targets;

/// <summary>What the owner of a file reads about a row when its target fails. A target that accepts no rows at all fails no row.</summary>
internal static class TargetFailures
{
    /// <summary>A transient fault that did not end with the last attempt.</summary>
    public static string Describe(TransientRowException fault, TargetDefinition definition) => fault.Message + Tried(definition);

    /// <summary>No answer in time.</summary>
    public static string DescribeTimeout(RowRoute route) =>
        $"target '{route.Target.Name}' did not answer within {route.Definition.Timeout.TotalSeconds:0.##} s{Tried(route.Definition)}";

    /// <summary>An exception that the target does not announce. Its message may contain values of rows: only its type is named.</summary>
    public static string DescribeUnexpected(IRowTarget target, Exception exception) => $"target '{target.Name}' failed unexpectedly ({exception.GetType().Name})";

    /// <summary>True for an exception that is none of the target's announced ones, and not the end of the host.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public static bool IsUnexpected(Exception exception, CancellationToken cancellationToken) =>
        exception is not TargetUnavailableException && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested);

    private static string Tried(TargetDefinition definition) => definition.Attempts == 1 ? "" : $" (tried {definition.Attempts} times)";
}
