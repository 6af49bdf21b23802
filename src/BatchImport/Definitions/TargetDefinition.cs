namespace BatchImport.Definitions;

/// <summary>Where and how a definition's valid rows are sent. In JSON: only the name of a type, or an object with the type and its options.</summary>
public sealed record TargetDefinition
{
    /// <summary>The type of <see cref="None"/>.</summary>
    public const string NoneType = "none";

    /// <summary>The type for <see cref="Http"/>.</summary>
    public const string HttpType = "http";

    /// <summary>The type for <see cref="Table"/>.</summary>
    public const string TableType = "table";

    /// <summary>The type for <see cref="Sql"/>.</summary>
    public const string SqlType = "sql";

    /// <summary>The type for <see cref="Queue"/>.</summary>
    public const string QueueType = "queue";

    /// <summary>Rows are validated and go nowhere.</summary>
    public static TargetDefinition None { get; } = new();

    /// <summary>The kind of target: <c>none</c>, <c>http</c>, <c>table</c>, <c>sql</c>, <c>queue</c>, or one that the installation adds.</summary>
    public string Type { get; init; } = NoneType;

    /// <summary>Attempts for a row before a transient fault becomes its result. Default: 3, which with the waits below covers a short fault.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; it doubles, with jitter. Default: 0.2 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two attempts, also when the target requests a longer one. Default: 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time-out of one attempt; a target that does not respond must not block its slice. Default: 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows of one slice that may be in flight at once. Default: 8.</summary>
    public int RowsInFlight { get; init; } = 8;

    /// <summary>Rows of all workers together that may be in flight at once; null for no limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Rows a second that all workers together may send; null for no limit.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>When the target counts as down; null for never. Default: the values of <see cref="BreakerDefinition"/> for http, table, sql and queue, null for others.</summary>
    public BreakerDefinition? Breaker { get; init; }

    /// <summary>The options of the type http; null for others.</summary>
    public HttpTargetDefinition? Http { get; init; }

    /// <summary>The options of the type table; null for others.</summary>
    public TableTargetDefinition? Table { get; init; }

    /// <summary>The options of the type sql; null for others.</summary>
    public SqlTargetDefinition? Sql { get; init; }

    /// <summary>The options of the type queue; null for others.</summary>
    public QueueTargetDefinition? Queue { get; init; }

    /// <summary>The property <c>options</c> of a type that the installation adds, as JSON; null when it is not set.</summary>
    public string? Options { get; init; }

    /// <summary>True when rows are not sent.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsNone => string.Equals(Type, NoneType, StringComparison.OrdinalIgnoreCase);
}
