namespace BatchImport.Tests.Targets.Http;

/// <summary>A request as the server saw it.</summary>
internal sealed record TargetRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
