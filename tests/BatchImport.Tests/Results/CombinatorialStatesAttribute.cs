using System.Reflection;
using BatchImport.Imports;
using Xunit.Sdk;
using Xunit.v3;

namespace BatchImport.Tests.Results;

/// <summary>Every pair of states.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialStatesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. from first in Enum.GetValues<ImportState>() from second in Enum.GetValues<ImportState>() select new TheoryDataRow(first, second)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
