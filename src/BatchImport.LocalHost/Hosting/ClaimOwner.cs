using System.Globalization;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Hosting;

/// <summary>The host that has claimed a storage account, as recorded for other hosts in the metadata of the claim's blob.</summary>
/// <param name="LeaseId">The lease's id, which only hosts on the same state folder know; empty when it was read from a blob.</param>
/// <param name="Machine">The name of its machine.</param>
/// <param name="Process">Its process.</param>
/// <param name="StateFolder">Its state folder.</param>
/// <param name="Address">Where it serves.</param>
internal sealed record ClaimOwner(string LeaseId, string Machine, ProcessRecord Process, string StateFolder, Uri Address)
{
    /// <summary>True when it ran on this machine and its process has ended.</summary>
    public bool HasEnded
    {
        get
        {
            using var process = Process.Find();
            return process is null && Machine == Environment.MachineName;
        }
    }

    /// <summary>This process as an owner.</summary>
    /// <param name="state">The state folder, which keeps the lease's id.</param>
    /// <param name="address">Where the host serves.</param>
    public static ClaimOwner ForThisProcess(StateFolder state, Uri address)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new ClaimOwner(LeaseIdOf(state), Environment.MachineName, ProcessRecord.From(process), state.Path, address);
    }

    /// <summary>Reads an owner from a blob's metadata; null when the metadata has none.</summary>
    public static ClaimOwner? Read(IDictionary<string, string> metadata)
    {
        return Value("machine") is { } machine && Value("statefolder") is { } folder
        && int.TryParse(Value("process"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && DateTimeOffset.TryParseExact(Value("started"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var started)
        && Uri.TryCreate(Value("address"), UriKind.Absolute, out var address)
            ? new ClaimOwner("", machine, new ProcessRecord(id, started), folder, address)
            : null;

        string? Value(string name) => metadata.TryGetValue(name, out var value) ? Uri.UnescapeDataString(value) : null;
    }

    /// <summary>This owner as a blob's metadata.</summary>
    public Dictionary<string, string> ToMetadata() => new(StringComparer.OrdinalIgnoreCase)
    {
        // Header values are ASCII.
        ["machine"] = Uri.EscapeDataString(Machine),
        ["process"] = Process.Id.ToString(CultureInfo.InvariantCulture),
        ["started"] = Uri.EscapeDataString(Process.StartedAt.ToString("O", CultureInfo.InvariantCulture)),
        ["statefolder"] = Uri.EscapeDataString(StateFolder),
        ["address"] = Uri.EscapeDataString(Address.AbsoluteUri),
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"at {Address} (process {Process.Id} on {Machine}, state folder {StateFolder})");

    private static string LeaseIdOf(StateFolder state)
    {
        try
        {
            if (File.Exists(state.LeaseFile) && Guid.TryParse(File.ReadAllText(state.LeaseFile), out var known))
            {
                return known.ToString();
            }

            var made = Guid.NewGuid().ToString();
            File.WriteAllText(state.LeaseFile, made);
            return made;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(state.LeaseFile, ex);
        }
    }
}
