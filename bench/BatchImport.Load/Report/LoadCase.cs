using BatchImport.Load.Host;

namespace BatchImport.Load.Report;

/// <summary>The measurements for one number of rows, on one host.</summary>
internal sealed record LoadCase
{
    /// <summary>Rows in the file.</summary>
    public required int Rows { get; init; }

    /// <summary>The setting Import:RowsPerActivity; 0 is by size.</summary>
    public required int RowsPerActivity { get; init; }

    /// <summary>The file's bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The time from the start of the host's process until it served, with its services already running; seconds.</summary>
    public required double HostStartSeconds { get; init; }

    /// <summary>The imports, in order; the first one is the first after the host's start.</summary>
    public required IReadOnlyList<MeasuredImport> Imports { get; init; }

    /// <summary>The bound, run after each import; seconds. Empty when not requested.</summary>
    public required IReadOnlyList<double> Bound { get; init; }

    /// <summary>The Sidekiq design, one push per job; seconds. Null when not requested.</summary>
    public double? Sidekiq { get; init; }

    /// <summary>The Sidekiq design, jobs pushed in bulk; seconds. Null when not requested.</summary>
    public double? SidekiqBulk { get; init; }

    /// <summary>The mutual effect of small imports and a large one. Null when not requested.</summary>
    public FairnessCase? Fairness { get; init; }

    /// <summary>The storage operations of one import. Null when not requested.</summary>
    public StorageOperations? Operations { get; init; }

    /// <summary>The same file into a database. Null when not requested.</summary>
    public DatabaseCase? Database { get; init; }

    /// <summary>The peak memory of each process, in bytes.</summary>
    public required PeakMemory PeakMemory { get; init; }

    /// <summary>The data that remains after the last import.</summary>
    public required StorageUse Storage { get; init; }

    /// <summary>The first import after the host's start; seconds.</summary>
    public double First => Imports[0].Seconds;

    /// <summary>The median of the imports after the first; of all when there is only one. Seconds.</summary>
    public double Warm => MedianImport.Seconds;

    /// <summary>The import whose duration is <see cref="Warm"/>.</summary>
    public MeasuredImport MedianImport => (Imports.Count > 1 ? Imports.Skip(1) : Imports).OrderBy(each => each.Seconds).ElementAt((Imports.Count - 1) / 2);

    /// <summary>The median of the bound's runs after the first; of all when there is only one. Seconds; null when not requested.</summary>
    public double? WarmBound => Bound.Count == 0 ? null : (Bound.Count > 1 ? Bound.Skip(1) : Bound).Order().ElementAt((Bound.Count - 1) / 2);
}
