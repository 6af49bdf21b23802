using System.Globalization;
using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.LocalHost.Hosting;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>Shows the progress of an import: a live bar on a terminal, lines elsewhere.</summary>
internal abstract class ImportDisplay : IAsyncDisposable
{
    /// <summary>The view for a console.</summary>
    public static ImportDisplay Open(IAnsiConsole console) => console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? new Bar(console) : new Lines(console);

    /// <summary>Shows the current step, as the beginning of a sentence.</summary>
    public abstract void Step(string step);

    /// <summary>Shows the progress of the import.</summary>
    public abstract void Show(ImportView status);

    /// <summary>Leaves the last state on the screen. May be called more than once.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>An import's numbers, the same as on its page.</summary>
    public static string Details(ImportView status)
    {
        var text = string.Create(CultureInfo.CurrentCulture, $"{status.Processed:N0}/{status.Rows:N0} rows, {status.Succeeded:N0} succeeded, {status.Failed:N0} failed");
        // While no row can be processed, a rate over the time since the start only falls.
        if (status is { State: not ImportState.Paused, RowsPerSecond: { } rate })
        {
            text += string.Create(CultureInfo.CurrentCulture, $", {rate:N0}/s");
        }

        if (status is { IsFinal: false, SecondsLeft: { } left and > 0 })
        {
            text += string.Create(CultureInfo.CurrentCulture, $@", {TimeSpan.FromSeconds(Math.Ceiling(left)):h\:mm\:ss} left");
        }

        return text;
    }

    /// <summary>A live bar.</summary>
    private sealed class Bar : ImportDisplay
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<ProgressTask> _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _drawing;
        private readonly ProgressTask _task;

        public Bar(IAnsiConsole console)
        {
            _drawing = console.Progress()
                .Columns(new SpinnerColumn(), new ProgressBarColumn { Width = 16 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(context =>
                {
                    _begin.SetResult(context.AddTask("Starting", autoStart: true, maxValue: 1));
                    return _end.Task;
                });
            _task = _begin.Task.GetAwaiter().GetResult();
            _task.IsIndeterminate = true;
        }

        public override void Step(string step) => _task.Description = Markup.Escape(TerminalText.Escape(step));

        public override void Show(ImportView status)
        {
            if (status.Rows is { } rows and > 0)
            {
                _task.IsIndeterminate = false;
                _task.MaxValue = rows;
                _task.Value = status.Processed;
                _task.Description = Markup.Escape(WaitText.Format(status, TimeProvider.System)
                    ?? (status.State == ImportState.Processing ? Details(status) : $"{EndpointJson.Word(status.State)}: {Details(status)}"));
            }
            else
            {
                _task.Description = Markup.Escape(WaitText.Format(status, TimeProvider.System) ?? EndpointJson.Word(status.State));
            }
        }

        public override async ValueTask DisposeAsync()
        {
            _task.StopTask();
            _end.TrySetResult();
            await _drawing;
        }
    }

    /// <summary>One line for each state, and some in between.</summary>
    private sealed class Lines(IAnsiConsole console) : ImportDisplay
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

        private ImportState? _state;
        private string? _wait;
        private long _shown;

        public override void Step(string step) => console.WriteLineAsIs(TerminalText.Escape(step) + " …");

        public override void Show(ImportView status)
        {
            var now = TimeProvider.System.GetTimestamp();
            var wait = WaitText.Format(status, TimeProvider.System);
            if (status.State == _state && wait == _wait && (wait is not null || TimeProvider.System.GetElapsedTime(_shown, now) < Every))
            {
                return;
            }

            _state = status.State;
            _wait = wait;
            _shown = now;
            if (wait is not null)
            {
                console.WriteLineAsIs($"{EndpointJson.Word(status.State)}: {wait}");
                return;
            }

            console.WriteLineAsIs(status.Rows > 0 ? $"{EndpointJson.Word(status.State)}: {Details(status)}" : EndpointJson.Word(status.State));
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
