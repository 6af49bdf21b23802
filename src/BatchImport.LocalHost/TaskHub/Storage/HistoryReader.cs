using System.Text;
using DurableTask.Core;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>Reads the output of <see cref="HistoryWriter"/>.</summary>
/// <exception cref="InvalidDataException">The bytes are not a history. Every method throws it.</exception>
internal ref struct HistoryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public DateTime Time()
    {
        var ticks = Number();
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : throw new InvalidDataException("History contains an invalid time.");
    }

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("History contains a number that is too long.");
    }

    public int Id() => (int)Number();

    public string? Text()
    {
        var length = Number();
        return length == 0 ? null : Encoding.UTF8.GetString(Take(length - 1));
    }

    public Dictionary<string, string>? Tags()
    {
        var count = Number();
        if (count == 0)
        {
            return null;
        }

        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        for (long i = 1; i < count; i++)
        {
            tags[Text() ?? throw new InvalidDataException("History contains a tag without a name.")] = Text()!;
        }

        return tags;
    }

    public FailureDetails? Failure()
    {
        var mark = Number();
        return mark == 0 ? null : new FailureDetails(Text()!, Text()!, Text(), Failure(), isNonRetriable: mark == 2);
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if ((ulong)length > (ulong)_rest.Length)
        {
            throw new InvalidDataException("History ends in the middle of an event.");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
