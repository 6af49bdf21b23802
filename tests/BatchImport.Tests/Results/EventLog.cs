using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Results;

/// <summary>Records log messages with their event ids.</summary>
internal sealed class EventLog : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _events = new();

    public IReadOnlyCollection<(int Id, string Text)> Events => _events;

    public bool Has(int id) => _events.Any(each => each.Id == id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
}
