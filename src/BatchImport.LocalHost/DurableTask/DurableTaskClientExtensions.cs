using BatchImport.LocalHost.DurableTask.Client;
using BatchImport.LocalHost.DurableTask.Http;

namespace BatchImport.LocalHost.DurableTask;

/// <summary>What functions add to a client.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>The URLs under which an instance is managed over HTTP.</summary>
    /// <exception cref="InvalidOperationException">The host does not serve them (yet).</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return client is HubClient { HttpBaseUrl: { } url }
            ? ManagementLinks.For(url.ToString(), instanceId, client.Name)
            : throw new InvalidOperationException("The URLs to manage the instance under are not known, as this host does not serve HTTP (yet).");
    }
}
