namespace BatchImport.Telemetry;

/// <summary>
/// The tags of spans and metrics: ids that are hashes, counts and fixed words. Never a row's value, an address, a file's name or
/// an exception's message, which may contain any of them.
/// </summary>
internal static class ImportTags
{
    public const string BatchId = "batchimport.batch_id";
    public const string Step = "batchimport.step";
    public const string State = "batchimport.state";
    public const string Problem = "batchimport.problem";
    public const string Result = "batchimport.result";
    public const string Rows = "batchimport.rows";
    public const string RowsSucceeded = "batchimport.rows.succeeded";
    public const string RowsFailed = "batchimport.rows.failed";
    public const string RowsWritten = "batchimport.rows.written";
    public const string Pages = "batchimport.pages";
    public const string IncompletePages = "batchimport.pages.incomplete";
    public const string Page = "batchimport.page";
    public const string FirstRow = "batchimport.page.first_row";
    public const string Lanes = "batchimport.lanes";
    public const string SliceRows = "batchimport.slice_rows";
    public const string IsRejected = "batchimport.rejected";
    public const string IsComposed = "batchimport.composed";
    public const string IsMailed = "batchimport.mailed";
    public const string FailedStep = "batchimport.failed_step";
    public const string RedisOperation = "batchimport.redis.operation";

    /// <summary>An exception's type, by its name in OpenTelemetry.</summary>
    public const string ErrorType = "error.type";
}
