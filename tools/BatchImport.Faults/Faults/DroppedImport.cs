using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>An import that was dropped.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Blob">The blob's name.</param>
/// <param name="ETag">The blob's version.</param>
/// <param name="File">Its content.</param>
/// <param name="DroppedAt">When it was dropped, as a timestamp.</param>
internal sealed record DroppedImport(string Id, string Blob, string ETag, FaultFile File, long DroppedAt);
