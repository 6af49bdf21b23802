using System.Text.Json;

namespace BatchImport.Load.Report;

/// <summary>All measurements.</summary>
/// <param name="Date">The date.</param>
/// <param name="Commit">The repository's commit; null when git does not provide it.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Seed">The seed of the rows.</param>
/// <param name="Cases">The measurements, by number of rows.</param>
internal sealed record LoadReport(DateOnly Date, string? Commit, Machine Machine, int Seed, IReadOnlyList<LoadCase> Cases)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it as JSON.</summary>
    public Task SaveAsync(string path, CancellationToken cancellationToken) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Json) + "\n", cancellationToken);
}
