using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>An import that was dropped.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Blob">The blob's name.</param>
/// <param name="ETag">The blob's version.</param>
/// <param name="File">What is in it.</param>
/// <param name="DroppedAt">When, as a timestamp.</param>
internal sealed record DroppedImport(string Id, string Blob, string ETag, FaultFile File, long DroppedAt);
