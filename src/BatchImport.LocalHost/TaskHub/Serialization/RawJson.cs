namespace BatchImport.LocalHost.TaskHub.Serialization;

/// <summary>A payload that is already JSON: written unchanged, and read without being parsed.</summary>
/// <param name="Text">The JSON.</param>
internal sealed record RawJson(string Text);
