using Azure;
using BatchImport.Definitions;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Installs the definitions in folders of the project: at start those that are new or have changed since they were installed, and then those that change.
/// A file with mistakes is reported with each of them, and the installed version stays. The folders are looked at periodically, because containers and
/// network folders do not report changes.
/// </summary>
/// <param name="folders">The folders; they may be missing.</param>
/// <param name="installed">The versions that were installed.</param>
/// <param name="store">Receives the definitions.</param>
/// <param name="time">The time between two looks.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DefinitionFolders(
    IReadOnlyList<string> folders, InstalledFiles installed, IDefinitionStore store, TimeProvider time, ILogger<DefinitionFolders> logger) : IAsyncDisposable
{
    /// <summary>The name of the folder in a project.</summary>
    public const string FolderName = "definitions";

    private const string SamplesName = "samples";
    private const string SolutionFile = "BatchImport.sln";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ILogger<DefinitionFolders> _logger = logger;
    private readonly CancellationTokenSource _stop = new();

    // By file: what the last look saw, and what was handled. A file is handled when two looks see the same, so that none is read while it is written.
    private readonly Dictionary<string, FileStamp> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileStamp> _handled = new(StringComparer.Ordinal);
    private Task _watch = Task.CompletedTask;

    /// <summary>The folders.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>The folders of a project, not watched yet; null for a host without a project or without definitions.</summary>
    public static DefinitionFolders? Create(string? project, StateFolder state, IServiceProvider services) =>
        project is not null && services.GetService<IDefinitionStore>() is { } store
            ? new(Of(project), InstalledFiles.Open(state.InstalledDefinitions), store, TimeProvider.System, services.GetRequiredService<ILogger<DefinitionFolders>>())
            : null;

    /// <summary>The folders of a project: <c>definitions</c>, and in a clone of this repository the samples as well.</summary>
    public static IReadOnlyList<string> Of(string project)
    {
        var own = Path.Combine(project, FolderName);
        return File.Exists(Path.Combine(project, SolutionFile)) ? [own, Path.Combine(project, SamplesName)] : [own];
    }

    /// <summary>Installs what is new or has changed, and starts to watch.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(isFirst: true, cancellationToken);
        _watch = WatchAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookAsync(isFirst: false, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(bool isFirst, CancellationToken cancellationToken)
    {
        foreach (var file in folders.Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal))
        {
            var stamp = FileStamp.Of(file);
            var isSettled = isFirst || (_seen.TryGetValue(file, out var before) && before == stamp);
            _seen[file] = stamp;
            if (isSettled && !(_handled.TryGetValue(file, out var handled) && handled == stamp) && await TryInstallAsync(file, cancellationToken))
            {
                _handled[file] = stamp;
            }
        }
    }

    /// <returns>False when it must be tried again.</returns>
    private async Task<bool> TryInstallAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var json = await File.ReadAllBytesAsync(file, cancellationToken);
            if (!installed.Contains(file, json))
            {
                await InstallAsync(file, json, cancellationToken);
            }

            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or RequestFailedException)
        {
            LogFailed(Shown(file), ex.GetType().Name);
            return ex is not RequestFailedException;
        }
    }

    private async Task InstallAsync(string file, byte[] json, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!DefinitionNames.IsValid(name))
        {
            LogMistake(Shown(file), 1, 1, $"the name of the file must be the name of the definition: {DefinitionNames.Rule}, and .json");
            return;
        }

        if (await store.FindAsync(name, cancellationToken) is { } stored && stored.Json.Span.SequenceEqual(json))
        {
            installed.Add(file, json);
            return;
        }

        var saved = await store.SaveAsync(name, json, condition: null, cancellationToken);
        foreach (var mistake in saved.Mistakes)
        {
            LogMistake(Shown(file), mistake.Line, mistake.Column, mistake.Message);
        }

        if (saved.Stored is not null)
        {
            installed.Add(file, json);
            LogInstalled(name, Shown(file));
        }
    }

    private static string Shown(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}";

    [LoggerMessage(3701, LogLevel.Information, "Installed the definition {Name} from {File}: imports that start from now on use it")]
    private partial void LogInstalled(string name, string file);

    [LoggerMessage(3702, LogLevel.Warning, "{File} is not installed, line {Line}, column {Column}: {Rule}")]
    private partial void LogMistake(string file, int line, int column, string rule);

    [LoggerMessage(3703, LogLevel.Warning, "{File} could not be installed ({Cause})")]
    private partial void LogFailed(string file, string cause);

    private readonly record struct FileStamp(DateTime WrittenAt, long Length)
    {
        public static FileStamp Of(string file)
        {
            var info = new FileInfo(file);
            return info.Exists ? new(info.LastWriteTimeUtc, info.Length) : default;
        }
    }
}
