using System.Buffers.Binary;
using System.Text;

namespace BatchImport.Spreadsheets.Xls;

/// <summary>
/// An OLE compound file ([MS-CFB]), the container of Office before 2007 and of encrypted workbooks: streams by name, made of sectors that an
/// allocation table chains.
/// </summary>
internal sealed class CompoundFile
{
    private const int HeaderSize = 512;
    private const int EntrySize = 128;
    private const int InHeader = 109;
    private const int MiniShift = 6;

    /// <summary>The highest numbers are not sectors but have special meanings.</summary>
    private const uint MaxSector = 0xFFFFFFFA;

    private const uint EndOfChain = 0xFFFFFFFE;

    /// <summary>The maximum number of directory sectors that are read. A workbook's stream is among the first entries of its file.</summary>
    private const int MaxDirectorySectors = 64;

    private readonly SourceStream _source;
    private readonly int _shift;
    private readonly uint _miniCutoff;
    private readonly List<uint> _tableSectors = [];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] _sector;
    private readonly uint _miniTable;
    private Entry _root;
    private uint _sectorInBuffer = EndOfChain;

    /// <summary>Reads a file's directory.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public CompoundFile(SourceStream source)
    {
        _source = source;
        Span<byte> header = stackalloc byte[HeaderSize];
        if (source.ReadAt(0, header) < HeaderSize)
        {
            throw new InvalidDataException("the file ends within its header");
        }

        _shift = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        if (_shift is not (9 or 12))
        {
            throw new InvalidDataException("the size of its sectors is invalid");
        }

        _sector = new byte[1 << _shift];
        _miniCutoff = BinaryPrimitives.ReadUInt32LittleEndian(header[56..]);
        _miniTable = BinaryPrimitives.ReadUInt32LittleEndian(header[60..]);
        ReadTableSectors(header);
        ReadDirectory(BinaryPrimitives.ReadUInt32LittleEndian(header[48..]));
    }

    /// <summary>The signature of a compound file.</summary>
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>True when there is a stream or storage with that name, without case.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Opens a stream.</summary>
    /// <exception cref="InvalidDataException">Its sectors are not in the file.</exception>
    public CompoundStream Open(string name)
    {
        var entry = _entries[name];
        if (entry.Length >= _miniCutoff)
        {
            return new(_source, Chain(entry.Start, entry.Length, _shift), _shift, entry.Length, offsets: null);
        }

        // Small streams are in sectors of 64 bytes within the root entry's stream.
        var container = Chain(_root.Start, _root.Length, _shift);
        return new(_source, Chain(entry.Start, entry.Length, MiniShift, Chain(_miniTable, _source.Length, _shift)), MiniShift, entry.Length, new(container, _shift));
    }

    /// <summary>The position of a sector in the file: the header has the size of one.</summary>
    public static long OffsetOf(uint sector, int shift) => ((long)sector + 1) << shift;

    private void ReadTableSectors(ReadOnlySpan<byte> header)
    {
        for (var i = 0; i < InHeader; i++)
        {
            AddTableSector(BinaryPrimitives.ReadUInt32LittleEndian(header[(76 + (4 * i))..]));
        }

        // Files of more than some 7 MB list the rest in a chain of sectors.
        var last = (_sector.Length / 4) - 1;
        var next = BinaryPrimitives.ReadUInt32LittleEndian(header[68..]);
        for (var read = 0L; next <= MaxSector && read <= _source.Length >> _shift; read++)
        {
            Load(next);
            for (var i = 0; i < last; i++)
            {
                AddTableSector(BinaryPrimitives.ReadUInt32LittleEndian(_sector.AsSpan(4 * i)));
            }

            next = BinaryPrimitives.ReadUInt32LittleEndian(_sector.AsSpan(4 * last));
        }
    }

    private void AddTableSector(uint sector)
    {
        if (sector <= MaxSector && _tableSectors.Count <= _source.Length >> _shift)
        {
            _tableSectors.Add(sector);
        }
    }

    private void ReadDirectory(uint sector)
    {
        for (var i = 0; i < MaxDirectorySectors && sector <= MaxSector; i++)
        {
            if (!TryLoad(sector))
            {
                return;
            }

            for (var at = 0; at < _sector.Length; at += EntrySize)
            {
                AddEntry(_sector.AsSpan(at, EntrySize));
            }

            sector = Next(sector);
        }
    }

    private void AddEntry(ReadOnlySpan<byte> entry)
    {
        // The length includes the closing NUL; an entry's name has 64 bytes at most.
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
        if (length is <= 2 or > 64)
        {
            return;
        }

        // The upper half of the length is valid in files of large sectors only.
        var size = _shift == 9 ? BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]) : BinaryPrimitives.ReadInt64LittleEndian(entry[120..]);
        var read = new Entry(BinaryPrimitives.ReadUInt32LittleEndian(entry[116..]), Math.Clamp(size, 0, _source.Length));
        if (_entries.Count == 0)
        {
            _root = read;
        }

        _entries.TryAdd(Encoding.Unicode.GetString(entry[..(length - 2)]), read);
    }

    /// <summary>The sectors of a stream, up to its length.</summary>
    private uint[] Chain(uint start, long length, int shift, uint[]? table = null)
    {
        var sectors = new List<uint>();
        var most = Math.Min((length + (1L << shift) - 1) >> shift, _source.Length >> shift);
        for (var sector = start; sector <= MaxSector && sectors.Count < most; sector = table is null ? Next(sector) : NextMini(sector, table))
        {
            sectors.Add(sector);
        }

        return [.. sectors];
    }

    private uint Next(uint sector)
    {
        var perSector = (uint)_sector.Length / 4;
        var table = sector / perSector;
        if (table >= _tableSectors.Count || !TryLoad(_tableSectors[(int)table]))
        {
            return EndOfChain;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(_sector.AsSpan((int)(sector % perSector * 4)));
    }

    private uint NextMini(uint sector, uint[] table)
    {
        var perSector = (uint)_sector.Length / 4;
        return sector / perSector < table.Length && TryLoad(table[sector / perSector])
            ? BinaryPrimitives.ReadUInt32LittleEndian(_sector.AsSpan((int)(sector % perSector * 4)))
            : EndOfChain;
    }

    private void Load(uint sector)
    {
        if (!TryLoad(sector))
        {
            throw new InvalidDataException("one of its sectors is missing");
        }
    }

    private bool TryLoad(uint sector)
    {
        if (_sectorInBuffer == sector)
        {
            return true;
        }

        var offset = OffsetOf(sector, _shift);
        if (offset >= _source.Length)
        {
            return false;
        }

        _sectorInBuffer = EndOfChain;
        Array.Clear(_sector);
        _source.ReadAt(offset, _sector);
        _sectorInBuffer = sector;
        return true;
    }

    private readonly record struct Entry(uint Start, long Length);
}
