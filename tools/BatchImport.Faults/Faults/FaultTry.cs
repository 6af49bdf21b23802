namespace BatchImport.Faults.Faults;

/// <summary>One try of a fault.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Rows">Rows of the import.</param>
/// <param name="Pause">How long what is paused is paused.</param>
/// <param name="Absence">How long a service that is away stays away.</param>
/// <param name="Random">Decides everything that is left to chance.</param>
internal sealed record FaultTry(int Number, int Rows, TimeSpan Pause, TimeSpan Absence, Random Random)
{
    /// <summary>A moment of an import, as a fraction of the duration of an import.</summary>
    public double Moment { get; } = Random.NextDouble();

    /// <summary>A try whose chances follow from the run's seed, the fault's name and the number, so that it can be repeated alone.</summary>
    public static FaultTry Create(int seed, string fault, int number, int rows, TimeSpan pause, TimeSpan absence)
    {
        var mixed = fault.Aggregate((seed * 31) + number, (hash, letter) => unchecked((hash * 31) + letter));
        return new FaultTry(number, rows, pause, absence, new Random(mixed));
    }
}
