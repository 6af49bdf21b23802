using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>What an orchestrator sees of its run.</summary>
internal sealed class OrchestrationContext(OrchestrationRun run, OrchestrationIdentity identity, ILoggerFactory loggerFactory) : TaskOrchestrationContext
{
    // Name spaces keep name-based GUIDs (RFC 9562, version 5) of different makers apart; this one is the emulator's own.
    private static readonly Guid GuidNamespace = new("5f2ff6f7-6a38-4f8e-9c56-0a54f0f1c2d7");

    private int _guids;

    public override TaskName Name => run.Name;

    public override string InstanceId => identity.InstanceId;

    public override ParentOrchestrationInstance? Parent => identity.Parent;

    public override DateTime CurrentUtcDateTime => run.Time;

    public override bool IsReplaying => run.IsReplaying;

    public override string Version => run.Version;

    protected internal override ILoggerFactory LoggerFactory => loggerFactory;

    public override T? GetInput<T>()
        where T : default
    {
        run.Thread.EnsureCurrent();
        return Payload.Deserialize<T>(run.Input);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        run.Thread.EnsureCurrent();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} was given as the activity's input and none as its options. Was it meant for the parameter '{nameof(options)}'?", nameof(input));
        }

        string version = options?.Version is { } asked ? asked.Version : Version;
        byte[]? json = Payload.Serialize(input);
        return Retry(options?.Retry, Call);

        Task<TResult> Call()
        {
            int id = run.Decide(taskId => new TaskScheduled(taskId, name.Name, version, json) { At = run.Time });
            return run.Open<TResult>(id, name.Name);
        }
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        run.Thread.EnsureCurrent();
        string instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        string version = options?.Version is { } asked ? asked.Version : identity.DefaultVersion;
        byte[]? json = Payload.Serialize(input);
        string? tags = options?.Tags is { Count: > 0 } given ? JsonSerializer.Serialize(given) : null;
        return Retry(options?.Retry, Call);

        Task<TResult> Call()
        {
            int id = run.Decide(taskId => new SubOrchestrationInstanceCreated(
                taskId, orchestratorName.Name, instanceId, version, json, tags) { At = run.Time });
            return run.Open<TResult>(id, orchestratorName.Name);
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        run.Thread.EnsureCurrent();
        return run.OpenTimer(fireAt.ToUniversalTime(), cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        run.Thread.EnsureCurrent();
        ArgumentNullException.ThrowIfNull(eventName);
        return run.Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        run.Thread.EnsureCurrent();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        byte[]? json = Payload.Serialize(payload);
        run.Decide(taskId => new EventSent(taskId, instanceId, eventName, json) { At = run.Time });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        run.Thread.EnsureCurrent();
        run.CustomStatus = Payload.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        run.Thread.EnsureCurrent();
        run.StartOver = (Payload.Serialize(newInput), null, preserveUnprocessedEvents);
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        run.Thread.EnsureCurrent();
        ArgumentNullException.ThrowIfNull(options);
        string? version = string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion;
        run.StartOver = (Payload.Serialize(options.NewInput), version, options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        run.Thread.EnsureCurrent();
        string name = string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{_guids++}");
        byte[] text = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        GuidNamespace.TryWriteBytes(text, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, text.AsSpan(16));
#pragma warning disable CA5350 // Version 5 GUIDs are made with SHA-1; nothing is kept secret by it.
        Span<byte> hash = SHA1.HashData(text);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private Task<T> Retry<T>(TaskRetryOptions? retry, Func<Task<T>> call) => retry switch
    {
        { Policy: { } policy } => RetryByPolicy(policy, call),
        { Handler: { } handler } => RetryByHandler(handler, call),
        _ => call(),
    };

    private async Task<T> RetryByPolicy<T>(RetryPolicy policy, Func<Task<T>> call)
    {
        DateTime firstAttempt = CurrentUtcDateTime;
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan? delay;
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when ((delay = policy.NextDelay(attempt, firstAttempt, CurrentUtcDateTime, e.FailureDetails)) is not null)
            {
                await CreateTimer(CurrentUtcDateTime.Add(delay!.Value), CancellationToken.None);
            }
        }
    }

    private async Task<T> RetryByHandler<T>(AsyncRetryHandler handler, Func<Task<T>> call)
    {
        DateTime firstAttempt = CurrentUtcDateTime;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (!e.FailureDetails.IsNonRetriable)
            {
                RetryContext context = new(this, attempt, e.FailureDetails, CurrentUtcDateTime - firstAttempt, CancellationToken.None);
                if (!await handler(context))
                {
                    throw;
                }
            }
        }
    }
}
