using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using BatchImport.FunctionApp.Host.Worker.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace BatchImport.FunctionApp.Host.Worker;

/// <summary>The stream of messages to and from the app's worker: the server side of <c>FunctionRpc</c>.</summary>
/// <param name="logs">Receives what the worker logs.</param>
internal sealed class WorkerChannel(ILoggerFactory logs) : FunctionRpc.FunctionRpcBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker has opened its stream.</summary>
    public Task Started => _started.Task.WaitAsync(Patience);

    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var stop = context.CancellationToken;
        var writes = WriteAsync(responseStream, stop);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(stop))
            {
                Receive(message);
            }
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            // The worker closes the stream by ending.
        }

        FailAll(new IOException("The worker has closed its stream."));
        _outgoing.Writer.TryComplete();
        await writes;
    }

    /// <summary>Sends a request and waits for the message that answers it.</summary>
    /// <exception cref="TimeoutException">The worker does not answer.</exception>
    public async Task<StreamingMessage> RequestAsync(StreamingMessage request)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[request.RequestId] = answer;
        Send(request);
        return await answer.Task.WaitAsync(Patience);
    }

    /// <summary>Runs a function and waits for its end, however long that takes.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="request">The invocation.</param>
    /// <param name="cancellationToken">Asks the function to stop.</param>
    public async Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        _running[request.InvocationId] = function;
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = answer;
        Send(new StreamingMessage { RequestId = request.InvocationId, InvocationRequest = request });
        await using var cancel = cancellationToken.Register(
            () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
        try
        {
            return await answer.Task;
        }
        finally
        {
            _running.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate() => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> responses, CancellationToken stop)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(stop))
            {
                await responses.WriteAsync(message, stop);
            }
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The worker has ended.
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _started.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                {
                    invocation.TrySetResult(message.InvocationResponse);
                }

                break;
            default:
                if (_requests.TryRemove(message.RequestId, out var request))
                {
                    request.TrySetResult(message);
                }

                break;
        }
    }

    // The Functions host replaces the category of a function's logs by this one, and filters by the rules of host.json.
    private void Log(RpcLog log)
    {
        var exception = log.Exception is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {log.Exception.Message} {log.Exception.StackTrace}");
        var category = _running.TryGetValue(log.InvocationId, out var function) ? $"Function.{function}.User" : $"Worker.{log.Category}";
        logs.CreateLogger(category).Log((LogLevel)log.Level, default, log.Message + exception, null, static (text, _) => text);
    }

    private void FailAll(IOException exception)
    {
        foreach (var (_, request) in _requests)
        {
            request.TrySetException(exception);
        }

        foreach (var (_, invocation) in _invocations)
        {
            invocation.TrySetException(exception);
        }
    }
}
