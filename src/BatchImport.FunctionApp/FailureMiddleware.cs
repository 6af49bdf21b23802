using BatchImport.Functions.Endpoints;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace BatchImport.FunctionApp;

/// <summary>Answers requests whose function failed with a problem. By itself the Functions host answers 500 without a body.</summary>
/// <param name="logger">Receives the failures, which the host does not see any more.</param>
internal sealed partial class FailureMiddleware(ILogger<FailureMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception ex) when (context.GetHttpContext() is { Response.HasStarted: false, RequestAborted.IsCancellationRequested: false })
        {
            LogFailure(ex, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = EndpointFailures.ProblemOf(ex);
        }
    }

    [LoggerMessage(1801, LogLevel.Error, "HTTP function {Function} failed")]
    private partial void LogFailure(Exception exception, string function);
}
