using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BatchImport.Common;
using Microsoft.Win32.SafeHandles;

namespace BatchImport.Definitions;

/// <summary>
/// Stores which row had a value first, by the value's 128-bit hash, in bounded memory: up to <see cref="MaxInMemory"/> values in a table of
/// 20 bytes a slot (21 MB when full); a full table is written to a temporary file as a sorted run, of which one hash in 256 stays in memory.
/// </summary>
/// <param name="maxInMemory">How many values the table holds.</param>
internal sealed class UniqueValues(int maxInMemory = UniqueValues.MaxInMemory) : IDisposable
{
    /// <summary>Values kept in memory: three quarters of a table of 2^20.</summary>
    public const int MaxInMemory = 786_432;

    private const int FirstSize = 1_024;
    private const int RecordSize = 20;
    private const int BlockRecords = 256;

    private readonly List<Run> _runs = [];
    private readonly byte[] _block = new byte[BlockRecords * RecordSize];
    private UInt128[] _hashes = new UInt128[FirstSize];
    private int[] _rows = new int[FirstSize];
    private int _count;
    private FileStream? _file;
    private SafeFileHandle? _handle;

    /// <summary>True when values are in a file.</summary>
    public bool IsSpilled => _file is not null;

    /// <summary>How many hashes are in memory: those of the table, and one in 256 of those in the file.</summary>
    public int HashesInMemory => _count + _runs.Sum(static run => run.Fences.Length);

    /// <summary>The row that had the value first; if none had, the given row, which is stored.</summary>
    /// <param name="hash">The value's hash.</param>
    /// <param name="row">The row's number, 1 and above.</param>
    public int FirstRow(UInt128 hash, int row)
    {
        var slot = Slot(hash);
        if (_rows[slot] != 0)
        {
            return _rows[slot];
        }

        foreach (var run in _runs)
        {
            if (Find(run, hash) is var known and > 0)
            {
                return known;
            }
        }

        Add(slot, hash, row);
        return row;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The slot of the hash in the table, or the free slot for it.</summary>
    private int Slot(UInt128 hash)
    {
        var mask = _rows.Length - 1;
        var slot = (int)((ulong)hash & (ulong)mask);
        while (_rows[slot] != 0 && _hashes[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Add(int slot, UInt128 hash, int row)
    {
        if (_count == maxInMemory)
        {
            Spill();
            slot = Slot(hash);
        }
        else if (_count >= _rows.Length / 4 * 3)
        {
            Grow();
            slot = Slot(hash);
        }

        _hashes[slot] = hash;
        _rows[slot] = row;
        _count++;
    }

    private void Grow()
    {
        var (hashes, rows) = (_hashes, _rows);
        _hashes = new UInt128[hashes.Length * 2];
        _rows = new int[rows.Length * 2];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] != 0)
            {
                var slot = Slot(hashes[i]);
                (_hashes[slot], _rows[slot]) = (hashes[i], rows[i]);
            }
        }
    }

    private void Spill()
    {
        _file ??= TemporaryFile.Create();
        var used = 0;
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i] != 0)
            {
                (_hashes[used], _rows[used]) = (_hashes[i], _rows[i]);
                used++;
            }
        }

        Array.Sort(_hashes, _rows, 0, used);
        var fences = new UInt128[((used - 1) / BlockRecords) + 1];
        var start = _file.Length;
        _file.Position = start;
        for (var block = 0; block < fences.Length; block++)
        {
            var first = block * BlockRecords;
            fences[block] = _hashes[first];
            var records = Math.Min(BlockRecords, used - first);
            for (var i = 0; i < records; i++)
            {
                var record = _block.AsSpan(i * RecordSize, RecordSize);
                BinaryPrimitives.WriteUInt128LittleEndian(record, _hashes[first + i]);
                BinaryPrimitives.WriteInt32LittleEndian(record[16..], _rows[first + i]);
            }

            _file.Write(_block, 0, records * RecordSize);
        }

        _file.Flush();
        _handle = _file.SafeFileHandle;
        _runs.Add(new(start, used, fences));
        Array.Clear(_rows);
        _count = 0;
    }

    /// <summary>The row of a hash in a run; 0 when it is not in the run.</summary>
    private int Find(Run run, UInt128 hash)
    {
        var block = LastAtMost(run.Fences, hash);
        if (block < 0)
        {
            return 0;
        }

        var first = block * BlockRecords;
        var records = Math.Min(BlockRecords, run.Count - first);
        var bytes = _block.AsSpan(0, records * RecordSize);
        ReadExactly(run.Start + ((long)first * RecordSize), bytes);
        var (low, high) = (0, records - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var record = bytes.Slice(middle * RecordSize, RecordSize);
            var order = BinaryPrimitives.ReadUInt128LittleEndian(record).CompareTo(hash);
            if (order == 0)
            {
                return BinaryPrimitives.ReadInt32LittleEndian(record[16..]);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }

    /// <summary>The index of the last fence that is not above a hash; -1 when all are.</summary>
    private static int LastAtMost(UInt128[] fences, UInt128 hash)
    {
        var (low, high) = (0, fences.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            (low, high) = fences[middle] <= hash ? (middle + 1, high) : (low, middle - 1);
        }

        return high;
    }

    private void ReadExactly(long offset, Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(_handle!, bytes[read..], offset + read);
            read += count > 0 ? count : throw new IOException("A temporary file is shorter than what was written to it.");
        }
    }

    /// <summary>A sorted run in the file: its start, the number of its records, and the first hash of each block of them.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Run(long Start, int Count, UInt128[] Fences);
}
