using System.Globalization;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Writes the host's log to the console, one line per entry with the exception's message; does not break a progress bar.</summary>
/// <param name="console">The console.</param>
/// <param name="time">The time, for each line's beginning.</param>
internal sealed class ConsoleLog(IAnsiConsole console, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new CategoryLog(this);

    public void Dispose()
    {
        // Nothing to release: the console belongs to the caller.
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var (word, style) = level switch
        {
            LogLevel.Critical or LogLevel.Error => ("error: ", new Style(Color.Red)),
            LogLevel.Warning => ("warning: ", new Style(Color.Yellow)),
            _ => ("", Style.Plain),
        };
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetLocalNow():HH:mm:ss} {word}{message}");
        line = exception is null ? line : $"{line}: {exception.GetType().Name}: {exception.Message}";
        console.WriteText(line, style);
    }

    private sealed class CategoryLog(ConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, formatter(state, exception), exception);
    }
}
