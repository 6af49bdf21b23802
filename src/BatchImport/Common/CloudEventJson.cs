namespace BatchImport.Common;

/// <summary>CloudEvents as JSON, in the structured content mode (CloudEvents 1.0, JSON Event Format).</summary>
internal static class CloudEventJson
{
    /// <summary>The content type of a message.</summary>
    public const string ContentType = "application/cloudevents+json";
}
