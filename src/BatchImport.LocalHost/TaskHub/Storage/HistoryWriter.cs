using System.Buffers;
using System.Text;
using DurableTask.Core;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>Writes the fields of history events: numbers of variable length, and texts with their length first.</summary>
internal readonly ref struct HistoryWriter(ArrayBufferWriter<byte> output)
{
    public HistoryWriter Byte(byte value)
    {
        var span = output.GetSpan(1);
        span[0] = value;
        output.Advance(1);
        return this;
    }

    public HistoryWriter Number(long value)
    {
        var rest = (ulong)value;
        var span = output.GetSpan(10);
        var i = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[i++] = (byte)(rest | 0x80);
        }

        span[i++] = (byte)rest;
        output.Advance(i);
        return this;
    }

    /// <summary>Writes a text. Its length is written plus 1, so that 0 represents null.</summary>
    public HistoryWriter Text(string? value)
    {
        if (value is null)
        {
            return Number(0);
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Number(length + 1);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
        return this;
    }

    public HistoryWriter Tags(IDictionary<string, string>? tags)
    {
        if (tags is null)
        {
            return Number(0);
        }

        Number(tags.Count + 1);
        foreach (var (name, value) in tags)
        {
            Text(name).Text(value);
        }

        return this;
    }

    public HistoryWriter Failure(FailureDetails? failure)
    {
        if (failure is null)
        {
            return Number(0);
        }

        return Number(failure.IsNonRetriable ? 2 : 1)
            .Text(failure.ErrorType).Text(failure.ErrorMessage).Text(failure.StackTrace).Failure(failure.InnerFailure);
    }
}
