using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Tests.Results;

/// <summary>Imports for the start of tests, each under a new id, so that tests may share a server.</summary>
internal static class SampleProgress
{
    /// <summary>A received import that expires in an hour (by the real clock, the only one of the server).</summary>
    public static ImportProgress New(TimeSpan? age = null)
    {
        var received = TimeProvider.System.GetUtcNow() - (age ?? TimeSpan.Zero);
        return new ImportProgress
        {
            BatchId = Guid.NewGuid().ToString("N"),
            State = ImportState.Queued,
            FileName = "customers.xlsx",
            ReceivedAt = received,
            ExpiresAt = received + TimeSpan.FromHours(1),
        };
    }
}
