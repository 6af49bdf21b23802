namespace BatchImport.Functions.Endpoints;

/// <summary>One durable instance of an import: the run itself, or one of its lanes.</summary>
/// <param name="Id">The instance's id: the import's, or one that begins with it.</param>
/// <param name="Name">The orchestration's name.</param>
/// <param name="Status">Pending, running, completed, failed, terminated, suspended.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record InstanceView(string Id, string Name, string Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
