namespace BatchImport.LocalHost.TaskHub.Serialization;

/// <summary>A payload that is JSON already: written as it is, and read without being parsed.</summary>
/// <param name="Text">The JSON.</param>
internal sealed record RawJson(string Text);
