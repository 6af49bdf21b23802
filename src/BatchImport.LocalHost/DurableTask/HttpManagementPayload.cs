using System.Text.Json.Serialization;

namespace BatchImport.LocalHost.DurableTask;

/// <summary>The URLs under which an instance is managed over HTTP.</summary>
public class HttpManagementPayload
{
    /// <summary>The instance id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>GET: how it stands.</summary>
    [JsonPropertyName("statusQueryGetUri")]
    public string? StatusQueryGetUri { get; init; }

    /// <summary>POST: raises the event named in place of <c>{eventName}</c>.</summary>
    [JsonPropertyName("sendEventPostUri")]
    public string? SendEventPostUri { get; init; }

    /// <summary>POST: terminates it, with the reason in place of <c>{text}</c>.</summary>
    [JsonPropertyName("terminatePostUri")]
    public string? TerminatePostUri { get; init; }

    /// <summary>POST: not emulated, answers 501.</summary>
    [JsonPropertyName("rewindPostUri")]
    public string? RewindPostUri { get; init; }

    /// <summary>DELETE: purges it.</summary>
    [JsonPropertyName("purgeHistoryDeleteUri")]
    public string? PurgeHistoryDeleteUri { get; init; }

    /// <summary>POST: not emulated, answers 501.</summary>
    [JsonPropertyName("restartPostUri")]
    public string? RestartPostUri { get; init; }

    /// <summary>POST: suspends it.</summary>
    [JsonPropertyName("suspendPostUri")]
    public string? SuspendPostUri { get; init; }

    /// <summary>POST: resumes it.</summary>
    [JsonPropertyName("resumePostUri")]
    public string? ResumePostUri { get; init; }
}
