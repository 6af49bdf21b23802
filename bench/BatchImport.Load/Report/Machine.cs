using System.Runtime.InteropServices;

namespace BatchImport.Load.Report;

/// <summary>Where was measured; nothing that names the machine.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record Machine(int Cores, long MemoryBytes, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Machine Here() => new(
        Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
}
