using System.Runtime.InteropServices;

namespace BatchImport.Load.Report;

/// <summary>The machine of the measurements, without anything that identifies it.</summary>
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
