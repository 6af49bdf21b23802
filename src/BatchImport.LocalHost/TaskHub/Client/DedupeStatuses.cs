using System.Collections.Frozen;
using BatchImport.Common;
using DurableTask.Core;
using Microsoft.DurableTask;

namespace BatchImport.LocalHost.TaskHub.Client;

/// <summary>The statuses in which an instance is kept when its id is started again, see <see cref="StartOrchestrationOptions.DedupeStatuses"/>.</summary>
internal static class DedupeStatuses
{
    private static readonly FrozenSet<OrchestrationStatus> Unfinished = FrozenSet.ToFrozenSet(
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended]);

    /// <param name="names">The statuses by name; null for the default, which is every unfinished one.</param>
    /// <exception cref="ArgumentException">A name is unknown, or the statuses contradict each other.</exception>
    public static IReadOnlySet<OrchestrationStatus> Parse(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return Unfinished;
        }

        HashSet<OrchestrationStatus> keep = [];
        foreach (var name in names)
        {
            keep.Add(EnumWord.TryParse(name, out OrchestrationStatus status)
                ? status
                : throw new ArgumentException($"Invalid orchestration runtime status: '{name}' for deduplication.", nameof(names)));
        }

        if (keep.Contains(OrchestrationStatus.Terminated) && !Unfinished.All(keep.Contains))
        {
            throw new ArgumentException(
                "DedupeStatuses names 'Terminated' but not every unfinished status: replacing an unfinished instance terminates it first, and it would then be kept. Name 'Pending', 'Running' and 'Suspended' too, or leave 'Terminated' out.",
                nameof(names));
        }

        return keep;
    }
}
