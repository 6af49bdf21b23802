namespace BatchImport.Functions.Orchestrations;

/// <summary>An outage that a lane waits out.</summary>
/// <param name="Since">When the lane first met it, UTC.</param>
/// <param name="Attempts">Attempts at the page that met it.</param>
/// <param name="Detail">The last cause that was known; null for none.</param>
public sealed record LaneOutage(DateTime Since, int Attempts, string? Detail);
