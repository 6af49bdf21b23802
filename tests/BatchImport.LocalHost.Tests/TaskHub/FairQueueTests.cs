using BatchImport.LocalHost.TaskHub.Dispatch;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class FairQueueTests
{
    private readonly FairQueue _queue = new();

    [Fact]
    public void Families_take_turns_and_each_is_in_order()
    {
        Add(root: 1, 1, 2, 3, 4);
        Add(root: 2, 21, 22);
        Add(root: 3, 31);

        Assert.Equal([1, 21, 31, 2, 22, 3, 4], TakeAll());
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void A_family_that_comes_back_takes_its_place_at_the_end()
    {
        Add(root: 1, 1, 2);
        Add(root: 2, 21);
        Assert.True(_queue.TryDequeue(out _));
        Assert.True(_queue.TryDequeue(out _));
        Add(root: 2, 22, 23);

        Assert.Equal([2, 22, 23], TakeAll());
    }

    [Fact]
    public void Suspects_go_first_and_one_at_a_time()
    {
        Add(root: 1, 1, 2);
        var first = Item(1, 98, isSuspect: true);
        _queue.Enqueue(first);
        _queue.Enqueue(Item(1, 99, isSuspect: true));

        Assert.Equal([98, 1, 2], TakeAll());
        Assert.Equal(1, _queue.Count);
        _queue.Ended(first);
        Assert.Equal([99], TakeAll());
    }

    private static ActivityItem Item(long root, int id, bool isSuspect = false) => new(
        new Instance(root, $"i{root}", root, "A", parent: null) { Version = string.Empty, Status = OrchestrationStatus.Running },
        Generation: 0,
        new TaskScheduledEvent(id, "Work"),
        isSuspect);

    private void Add(long root, params int[] ids)
    {
        foreach (var id in ids)
        {
            _queue.Enqueue(Item(root, id));
        }
    }

    private List<int> TakeAll()
    {
        List<int> ids = [];
        while (_queue.TryDequeue(out var item))
        {
            ids.Add(item.Task.EventId);
        }

        return ids;
    }
}
