using BatchImport.Common;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// Bytes that are written once, from start to end, and then read at any position. Up to a threshold they are in memory, above it in a temporary file
/// with a few blocks of it in memory: bytes that are read together were mostly written together.
/// </summary>
/// <param name="threshold">The maximum number of bytes kept in memory.</param>
internal sealed class SpillingBytes(long threshold) : IDisposable
{
    private const int BlockBits = 16;
    private const int BlockSize = 1 << BlockBits;
    private const int CachedBlocks = 64;

    private readonly List<byte[]> _blocks = [];
    private readonly long[] _cached = new long[CachedBlocks];
    private FileStream? _file;
    private long _length;

    /// <summary>Bytes written.</summary>
    public long Length => _length;

    /// <summary>True when the bytes are in a file.</summary>
    public bool IsSpilled => _file is not null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var inBlock = (int)(_length & (BlockSize - 1));
            if (inBlock == 0)
            {
                BeginBlock();
            }

            var count = Math.Min(bytes.Length, BlockSize - inBlock);
            bytes[..count].CopyTo(_blocks[^1].AsSpan(inBlock));
            bytes = bytes[count..];
            _length += count;
        }
    }

    /// <summary>Ends writing.</summary>
    public void Complete()
    {
        if (_file is null)
        {
            return;
        }

        // A full last block is written when the next one begins, which does not happen here.
        var inBlock = (int)(_length & (BlockSize - 1));
        _file.Write(_blocks[^1], 0, inBlock == 0 ? BlockSize : inBlock);
        while (_blocks.Count < CachedBlocks)
        {
            _blocks.Add(new byte[BlockSize]);
        }

        Array.Fill(_cached, -1);
    }

    /// <summary>Copies bytes out. All of them must have been written.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var inBlock = (int)(offset & (BlockSize - 1));
            var count = Math.Min(destination.Length, BlockSize - inBlock);
            Block(offset >> BlockBits).AsSpan(inBlock, count).CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void BeginBlock()
    {
        if (_file is not null)
        {
            _file.Write(_blocks[^1]);
            return;
        }

        if (_length >= threshold && _length > 0)
        {
            _file = TemporaryFile.Create();
            foreach (var block in _blocks)
            {
                _file.Write(block);
            }

            _blocks.RemoveRange(1, _blocks.Count - 1);
            return;
        }

        _blocks.Add(new byte[BlockSize]);
    }

    private byte[] Block(long index)
    {
        if (_file is null)
        {
            return _blocks[(int)index];
        }

        var slot = (int)(index % CachedBlocks);
        if (_cached[slot] != index)
        {
            _cached[slot] = -1;
            var wanted = (int)Math.Min(BlockSize, _length - (index << BlockBits));
            for (var read = 0; read < wanted;)
            {
                var count = RandomAccess.Read(_file.SafeFileHandle, _blocks[slot].AsSpan(read, wanted - read), (index << BlockBits) + read);
                read += count > 0 ? count : throw new IOException("A temporary file is shorter than what was written to it.");
            }

            _cached[slot] = index;
        }

        return _blocks[slot];
    }
}
