using BatchImport.Staging;
using Microsoft.Extensions.Options;

namespace BatchImport.Imports;

/// <summary>The current time, and the retention of imports.</summary>
internal sealed class ImportClock(TimeProvider time, IOptions<ImportOptions> options)
{
    private readonly TimeSpan _retention = options.Value.Retention;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>When all data of an import expires: counted from the file's arrival, so that every key has its expiry from the start.</summary>
    public DateTimeOffset ExpiryOf(ImportRequest request) => request.ReceivedAt + _retention;
}
