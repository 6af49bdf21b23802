using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>Loggers that write nothing while their orchestration replays its history.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, Inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider)
        => throw new NotSupportedException("A replay-safe logger factory takes no providers: add them to the host's logging.");

    public void Dispose()
    {
        // The factory behind this one belongs to the host.
    }

    // A context that wraps another hands on the inner one's replay-safe factory: one layer of it is enough.
    private ILoggerFactory Inner => context.LoggerFactory is ReplaySafeLoggerFactory wrapped ? wrapped.Inner : context.LoggerFactory;

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
