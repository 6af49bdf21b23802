using System.Text.Json;

namespace BatchImport.Load.Report;

/// <summary>All that was measured.</summary>
/// <param name="Date">When.</param>
/// <param name="Commit">Of what: the repository's commit; null when git does not tell.</param>
/// <param name="Machine">Where.</param>
/// <param name="Seed">The seed of the rows.</param>
/// <param name="Cases">What, by number of rows.</param>
internal sealed record LoadReport(DateOnly Date, string? Commit, Machine Machine, int Seed, IReadOnlyList<LoadCase> Cases)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it as JSON.</summary>
    public Task SaveAsync(string path, CancellationToken cancellationToken) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Json) + "\n", cancellationToken);
}
