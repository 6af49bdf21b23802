using System.Globalization;

namespace BatchImport.LocalHost.TaskHub.Client;

/// <summary>The valid instance ids: those that every backend of Durable Functions accepts.</summary>
internal static class InstanceIds
{
    // The id is part of URLs and of storage keys, and a leading '@' marks entities.
    private const int MaxLength = 100;

    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public static void ThrowIfInvalid(string id)
    {
        if (id.StartsWith('@') || id.Length > MaxLength || id.AsSpan().IndexOfAny(@"/\#?") >= 0 || id.Any(char.IsControl))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The instance id '{id[..Math.Min(id.Length, 40)]}' must not begin with '@', contain '/', '\\', '#', '?' or control characters, or be longer than {MaxLength} characters."), nameof(id));
        }
    }
}
