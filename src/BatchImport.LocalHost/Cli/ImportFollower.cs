using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary>Follows an import to its end, also when the host that was asked goes away meanwhile.</summary>
/// <param name="session">The host; disposed of by this.</param>
/// <param name="find">Finds the next host when one that serves has gone.</param>
internal sealed class ImportFollower(HostSession session, Func<CancellationToken, Task<HostSession>> find) : IAsyncDisposable
{
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(150);

    // A Redis that restarts is back sooner; a host that fails for longer needs a look.
    private static readonly TimeSpan FailurePatience = TimeSpan.FromSeconds(30);

    // A mail server that is away is retried for longer than a person waits at a terminal.
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(60);

    /// <summary>The host that is asked now.</summary>
    public HostSession Session { get; private set; } = session;

    /// <summary>Waits for the end of an import.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="view">Where it is shown how far it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="LocalHostException">The host fails and fails, or no other one can be found.</exception>
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
            catch (HttpRequestException failure) when (failure.StatusCode is not null && TimeProvider.System.GetElapsedTime(answered) < FailurePatience)
            {
                // It is there, and may be waiting for something itself.
            }
            catch (HttpRequestException failure) when (failure.StatusCode is { } code)
            {
                throw new LocalHostException(
                    $"The host at {Session.Client.Address} has answered nothing but errors ({(int)code}) for {FailurePatience.TotalSeconds:0} s when asked about import {id}; its log says why.", failure);
            }
            catch (HttpRequestException) when (!Session.IsOwn)
            {
                // The host that served has gone: another one, or one of our own, goes on with the import.
                await Session.DisposeAsync();
                Session = await find(cancellationToken);
            }

            await Task.Delay(PollDelay, cancellationToken);
        }
    }

    /// <summary>Copies the workbook of an import into a file, also when the host that was asked stops meanwhile.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="workbook">The workbook's address at the host that was asked last.</param>
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
            catch (HttpRequestException failure) when (TimeProvider.System.GetElapsedTime(began) > FailurePatience)
            {
                throw new LocalHostException($"The workbook of import {id} could not be copied to '{file}' for {FailurePatience.TotalSeconds:0} s: {failure.Message}", failure);
            }
            catch (HttpRequestException failure) when (failure.StatusCode is null && !Session.IsOwn)
            {
                // The host has stopped, as a command does that has started it for its own import.
                await Session.DisposeAsync();
                Session = await find(cancellationToken);
                workbook = await Session.Client.GetImportAsync(Session.Status.RoutePrefix, id, cancellationToken) is { WorkbookUrl: { } address } ? new Uri(address) : workbook;
            }
            catch (HttpRequestException)
            {
                // A host that is stopping answers with errors until it is gone.
            }

            await Task.Delay(PollDelay, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
