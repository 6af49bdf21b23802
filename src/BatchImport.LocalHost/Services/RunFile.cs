using System.Text.Json;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// The processes that run for a state folder, so that the next host finds the services of a host that was killed. Written only by
/// the host that holds the folder's lock.
/// </summary>
internal sealed record RunFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The host; null when none runs, or when it is still starting.</summary>
    public RunningService? Host { get; init; }

    /// <summary>Azurite with its ports; null when no host started it.</summary>
    public RunningService? Azurite { get; init; }

    /// <summary>The Redis-compatible server; null when no host started it.</summary>
    public RunningService? Redis { get; init; }

    /// <summary>Reads a run file; empty when the file is missing or invalid.</summary>
    public static RunFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunFile>(File.ReadAllBytes(path), Json) ?? new RunFile();
        }
        catch (Exception ex) when (ex is IOException or JsonException or UnauthorizedAccessException)
        {
            return new RunFile();
        }
    }

    /// <summary>Writes a run file atomically.</summary>
    public void Write(string path)
    {
        var draft = path + ".tmp";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(draft, path, overwrite: true);
    }
}

/// <summary>A process and its ports.</summary>
/// <param name="Process">The process.</param>
/// <param name="Port">Its port; for Azurite the blob service's.</param>
/// <param name="QueuePort">Azurite's queue service's port; 0 for others.</param>
/// <param name="TablePort">Azurite's table service's port; 0 for any, and for others.</param>
internal sealed record RunningService(ProcessRecord Process, int Port, int QueuePort = 0, int TablePort = 0);
