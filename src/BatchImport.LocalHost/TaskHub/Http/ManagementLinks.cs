namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>The URLs of the management endpoints.</summary>
internal static class ManagementLinks
{
    /// <summary>The path under which Functions hosts serve them.</summary>
    public const string BasePath = "/runtime/webhooks/durabletask";

    /// <param name="baseUrl">Where they are served: scheme, host and <see cref="BasePath"/>.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="hubName">The task hub, which genuine URLs contain too.</param>
    public static InstanceLinks For(string baseUrl, string instanceId, string hubName)
    {
        var instance = $"{baseUrl.TrimEnd('/')}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = $"taskHub={Uri.EscapeDataString(hubName)}&connection=Storage";
        return new InstanceLinks
        {
            Id = instanceId,
            StatusQueryGetUri = $"{instance}?{query}",
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}?{query}",
            TerminatePostUri = $"{instance}/terminate?reason={{text}}&{query}",
            RewindPostUri = $"{instance}/rewind?reason={{text}}&{query}",
            PurgeHistoryDeleteUri = $"{instance}?{query}",
            RestartPostUri = $"{instance}/restart?{query}",
            SuspendPostUri = $"{instance}/suspend?reason={{text}}&{query}",
            ResumePostUri = $"{instance}/resume?reason={{text}}&{query}",
        };
    }
}
