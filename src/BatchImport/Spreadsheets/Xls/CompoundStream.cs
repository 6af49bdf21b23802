namespace BatchImport.Spreadsheets.Xls;

/// <summary>The sectors that hold the small streams of a compound file.</summary>
/// <param name="Sectors">The sectors, in their order.</param>
/// <param name="Shift">The logarithm of a sector's size.</param>
internal sealed record MiniContainer(uint[] Sectors, int Shift)
{
    /// <summary>The position in the file of a byte of the container; -1 past its end.</summary>
    public long OffsetOf(long position)
    {
        var index = position >> Shift;
        return index < Sectors.Length ? CompoundFile.OffsetOf(Sectors[index], Shift) + (position & ((1L << Shift) - 1)) : -1;
    }
}

/// <summary>The bytes of one stream of a compound file, from any position.</summary>
/// <param name="source">The file.</param>
/// <param name="sectors">The stream's sectors, in their order.</param>
/// <param name="shift">The logarithm of a sector's size.</param>
/// <param name="length">The stream's length.</param>
/// <param name="offsets">The positions of its sectors when it is a small stream; null for sectors of the file.</param>
internal sealed class CompoundStream(SourceStream source, uint[] sectors, int shift, long length, MiniContainer? offsets)
{
    /// <summary>The number of adjacent sectors read at once: 64 KiB.</summary>
    private const int MaxRun = 1 << 16;

    /// <summary>The stream's length in bytes.</summary>
    public long Length => length;

    /// <summary>Reads bytes; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The stream's sectors are not in the file.</exception>
    public int Read(long position, Span<byte> buffer)
    {
        if (position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var index = position >> shift;
        var inSector = position & ((1L << shift) - 1);
        var start = index < sectors.Length ? OffsetOf(sectors[index]) : -1;
        if (start < 0)
        {
            throw new InvalidDataException("its stream ends too early");
        }

        var available = (1L << shift) - inSector;
        for (var next = index + 1; available < MaxRun && next < sectors.Length && OffsetOf(sectors[next]) == start + ((next - index) << shift); next++)
        {
            available += 1L << shift;
        }

        var wanted = (int)Math.Min(Math.Min(available, buffer.Length), length - position);
        var read = source.ReadAt(start + inSector, buffer[..wanted]);
        return read == wanted ? read : throw new InvalidDataException("its stream ends too early");
    }

    private long OffsetOf(uint sector) => offsets is null ? CompoundFile.OffsetOf(sector, shift) : offsets.OffsetOf((long)sector << shift);
}
