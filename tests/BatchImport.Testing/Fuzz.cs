using System.Globalization;

namespace BatchImport.Testing;

/// <summary>Runs a check over many cases with fixed seeds: the same cases on every machine, and a failure reports its seed.</summary>
public static class Fuzz
{
    /// <summary>Runs the check for the seeds from <paramref name="firstSeed"/> on.</summary>
    public static async Task RunAsync(int firstSeed, int cases, Func<Random, Task> check)
    {
        for (var seed = firstSeed; seed < firstSeed + cases; seed++)
        {
            try
            {
                await check(new Random(seed));
            }
            catch (Exception ex)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Fails for seed {seed}: {ex.Message}"), ex);
            }
        }
    }

    /// <summary>Runs the check for the seeds from <paramref name="firstSeed"/> on.</summary>
    public static void Run(int firstSeed, int cases, Action<Random> check) =>
        RunAsync(firstSeed, cases, random =>
        {
            check(random);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
}
