namespace BatchImport.Functions.Endpoints;

/// <summary>The service an import waits for, in the format of the endpoints.</summary>
/// <param name="Service">The service: Redis, storage, mail server, or a target by its host.</param>
/// <param name="Detail">The cause in short, such as a status code; null when unknown.</param>
/// <param name="Since">When the import first met the outage.</param>
public sealed record WaitView(string Service, string? Detail, DateTimeOffset Since);
