using System.ComponentModel.DataAnnotations;
using BatchImport.Common;

namespace BatchImport.Imports;

/// <summary>How imports run; configuration section <c>Import</c>.</summary>
public sealed class ImportOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Import";

    private OwnerDomains _ownerDomains = Imports.OwnerDomains.Parse(null, out _);
    private string? _ownerDomainsProblem;

    /// <summary>The recipient of the mail when neither the blob, its folder nor the definition names one. Default: none; such a file is rejected.</summary>
    public string? DefaultOwner
    {
        get;

        // A settings file lists the available settings with an empty value for "not set".
        set => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>
    /// The domains that owners may have, with commas between them; <c>*.example.com</c> is every domain below example.com. It holds wherever the
    /// owner comes from. Default: every domain.
    /// </summary>
    public string? OwnerDomains
    {
        get;
        set
        {
            field = value;
            _ownerDomains = Imports.OwnerDomains.Parse(value, out _ownerDomainsProblem);
        }
    }

    /// <summary>
    /// The rows that one activity processes. 0, the default, decides by the file's size: one row up to <see cref="SmallFileRows"/> rows; above,
    /// a hundredth of the rows, at least <see cref="SmallestSliceRows"/> and at most <see cref="LargestSliceRows"/>. 1 is always one row.
    /// </summary>
    [Range(0, BatchImport.Staging.RowPage.Size)]
    public int RowsPerActivity { get; set; }

    /// <summary>Lanes of an import with priority high. Default: 16.</summary>
    [Range(1, 64)]
    public int LanesHigh { get; set; } = 16;

    /// <summary>Lanes of an import with priority normal. Default: 8.</summary>
    [Range(1, 64)]
    public int LanesNormal { get; set; } = 8;

    /// <summary>Lanes of an import with priority bulk. Default: 4.</summary>
    [Range(1, 64)]
    public int LanesBulk { get; set; } = 4;

    /// <summary>
    /// A file with more rows has priority bulk when neither its metadata nor its definition sets one; 0 for no such size. Default: 100,000.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int BulkRows { get; set; } = 100_000;

    /// <summary>Days after which all data of an import is deleted, counted from the file's arrival. Default: 7.</summary>
    [Range(1, 365)]
    public int RetentionDays { get; set; } = 7;

    /// <summary>Attempts for every activity before its import fails. Default: 8, which with the back-off below spans about a minute and a half.</summary>
    [Range(1, 100)]
    public int RetryAttempts { get; set; } = 8;

    /// <summary>The wait before the second attempt; it doubles from attempt to attempt. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryFirstWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryLongestWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a file that may still be growing (an append blob, an empty file) must remain unchanged before it is imported. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an import waits for a service that is unavailable (Redis, storage, the mail server, its target) before it fails. Default: a day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "6.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan OutagePatience { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The longest wait between two attempts during an outage. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan OutageLongestWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the process may crash while it processes one row, before the row is an error. Default: 2, in addition to the two crashes that made
    /// its rows be processed one at a time: fewer would attribute a restart of the host to a row.
    /// </summary>
    [Range(1, 20)]
    public int RowCrashes { get; set; } = 2;

    /// <summary>
    /// The maximum size in bytes of an upload over HTTP. Default: 100 MiB, the default limit of the Functions host. Larger files are dropped into the
    /// container.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long UploadLimitBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>
    /// The most values of a list or table column that a definition's <c>allowedIn</c> names; they are in memory while an import runs. Default: 100,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxListValues { get; set; } = 100_000;

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (DefaultOwner is not null && !EmailAddress.IsValid(DefaultOwner))
        {
            yield return new ValidationResult($"{Section}:{nameof(DefaultOwner)} must be one plain e-mail address such as ada@example.com, or empty.", [nameof(DefaultOwner)]);
        }

        if (_ownerDomainsProblem is not null)
        {
            yield return new ValidationResult($"{Section}:{nameof(OwnerDomains)}: {_ownerDomainsProblem}", [nameof(OwnerDomains)]);
        }
        else if (DefaultOwner is not null && EmailAddress.IsValid(DefaultOwner) && !AllowsOwner(DefaultOwner))
        {
            yield return new ValidationResult($"{Section}:{nameof(DefaultOwner)} has a domain that {Section}:{nameof(OwnerDomains)} does not list.", [nameof(DefaultOwner)]);
        }
    }

    /// <summary>
    /// The largest file, in rows, that gets one activity per row. The Azure Storage backend runs 20 to 100 activities of one row a second, which
    /// makes an import of 1,000 rows take up to 43 s one by one, and 1 to 3 s in slices of 25.
    /// </summary>
    public const int SmallFileRows = 250;

    /// <summary>The fewest rows in a slice of a larger file.</summary>
    public const int SmallestSliceRows = 25;

    /// <summary>The most rows in a slice: four slices a page keep the messages of the durable engine few.</summary>
    public const int LargestSliceRows = 250;

    // Until slices are full, a file takes about this many activities.
    private const int ActivitiesPerFile = 100;

    /// <summary>True when <see cref="OwnerDomains"/> allows an owner to have an address.</summary>
    /// <param name="address">A valid address.</param>
    public bool AllowsOwner(string address) => _ownerDomains.Allows(address);

    /// <summary>How long after its arrival an import is forgotten.</summary>
    public TimeSpan Retention => TimeSpan.FromDays(RetentionDays);

    /// <summary>
    /// The rows of a slice, in seconds at the target's rate limit: 4. About ten activities share the rate on one worker,
    /// so that each ends within about a minute, well below the limit of hosts for one activity.
    /// </summary>
    public const int PacedSliceSeconds = 4;

    /// <summary>The rows that one activity processes in a file.</summary>
    /// <param name="rows">Rows in the file.</param>
    /// <param name="rowsPerSecond">The target's limit of rows per second; null for no limit.</param>
    public int SliceRows(int rows, double? rowsPerSecond = null)
    {
        var slice = RowsPerActivity > 0 ? RowsPerActivity
            : rows <= SmallFileRows ? 1
            : Math.Clamp((rows + ActivitiesPerFile - 1) / ActivitiesPerFile, SmallestSliceRows, LargestSliceRows);
        return rowsPerSecond is { } rate ? (int)Math.Clamp(rate * PacedSliceSeconds, 1, slice) : slice;
    }

    /// <summary>The number of lanes for a priority.</summary>
    public int Lanes(ImportPriority priority) => priority switch
    {
        ImportPriority.High => LanesHigh,
        ImportPriority.Bulk => LanesBulk,
        _ => LanesNormal,
    };
}
