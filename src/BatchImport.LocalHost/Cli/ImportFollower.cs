using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary>Follows an import to its end, also when its host stops meanwhile.</summary>
/// <param name="session">The host; disposed of by this.</param>
/// <param name="find">Finds the next host when the current one has stopped.</param>
internal sealed class ImportFollower(HostSession session, Func<CancellationToken, Task<HostSession>> find) : IAsyncDisposable
{
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(150);

    // A Redis that restarts is available sooner; a host that fails for longer needs an operator.
    private static readonly TimeSpan FailurePatience = TimeSpan.FromSeconds(30);

    // An unavailable mail server is retried for longer than a user waits at a terminal.
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(60);

    /// <summary>The current host.</summary>
    public HostSession Session { get; private set; } = session;

    /// <summary>Waits for the end of an import.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="view">Where its progress is shown.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="LocalHostException">The host keeps failing, or no other one can be found.</exception>
    public async Task<ImportView> FollowAsync(string id, ImportDisplay view, CancellationToken cancellationToken)
    {
        var answered = TimeProvider.System.GetTimestamp();
        long? isFinalSince = null;
        while (true)
        {
            try
            {
                var status = await Session.Client.GetImportAsync(Session.Status.RoutePrefix, id, cancellationToken);
                answered = TimeProvider.System.GetTimestamp();
                if (status is not null)
                {
                    view.Show(status);
                }

                if (status is { IsFinal: true })
                {
                    // The state of an import that is rejected or fails is final before its mail is written. The time of its end comes last.
                    isFinalSince ??= TimeProvider.System.GetTimestamp();
                    if (status.FinishedAt is not null || TimeProvider.System.GetElapsedTime(isFinalSince.Value) > MailPatience)
                    {
                        return status;
                    }
                }
            }
            catch (HttpRequestException ex) when (ex.StatusCode is not null && TimeProvider.System.GetElapsedTime(answered) < FailurePatience)
            {
                // The host is there, and may be waiting for a service itself.
            }
            catch (HttpRequestException ex) when (ex.StatusCode is { } code)
            {
                throw new LocalHostException(
                    $"The host at {Session.Client.Address} has returned only errors ({(int)code}) for {FailurePatience.TotalSeconds:0} s for import {id}; the reason is in its log.", ex);
            }
            catch (HttpRequestException) when (!Session.IsOwn)
            {
                // The host has stopped: another one, or one that this process starts, continues the import.
                await Session.DisposeAsync();
                Session = await find(cancellationToken);
            }

            await Task.Delay(PollDelay, cancellationToken);
        }
    }

    /// <summary>Copies the workbook of an import into a file, also when its host stops meanwhile.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="workbook">The workbook's address at the last host.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="LocalHostException">No host provides the workbook.</exception>
    public async Task DownloadAsync(string id, Uri workbook, string file, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await Session.Client.DownloadAsync(workbook, file, cancellationToken);
                return;
            }
            catch (HttpRequestException ex) when (TimeProvider.System.GetElapsedTime(began) > FailurePatience)
            {
                throw new LocalHostException($"The workbook of import {id} could not be copied to '{file}' for {FailurePatience.TotalSeconds:0} s: {ex.Message}", ex);
            }
            catch (HttpRequestException ex) when (ex.StatusCode is null && !Session.IsOwn)
            {
                // The host has stopped, for example a command that had started it for its own import.
                await Session.DisposeAsync();
                Session = await find(cancellationToken);
                workbook = await Session.Client.GetImportAsync(Session.Status.RoutePrefix, id, cancellationToken) is { WorkbookUrl: { } address } ? new Uri(address) : workbook;
            }
            catch (HttpRequestException)
            {
                // A host that is stopping returns errors until it has ended.
            }

            await Task.Delay(PollDelay, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
