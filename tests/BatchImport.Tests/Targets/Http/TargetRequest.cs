namespace BatchImport.Tests.Targets.Http;

/// <summary>A request as received by the server.</summary>
internal sealed record TargetRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
