using Azure.Core;
using Azure.Identity;

namespace BatchImport.Telemetry;

/// <summary>
/// The identity for Application Insights, as the Functions host reads it from <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>:
/// <c>Authorization=AAD</c>, with <c>ClientId=...</c> for a user-assigned identity.
/// </summary>
internal static class MonitorIdentity
{
    /// <returns>Null when no identity is configured: the connection string's key is then sufficient.</returns>
    public static TokenCredential? From(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return parts["Authorization"].Contains("AAD", StringComparer.OrdinalIgnoreCase)
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = parts["ClientId"].FirstOrDefault() })
            : null;
    }
}
