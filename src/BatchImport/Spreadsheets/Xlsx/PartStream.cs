using System.IO.Hashing;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// One part's uncompressed bytes: counted against the limit, and at the end compared with the archive's checksum, so that
/// a damaged file is rejected rather than read incorrectly.
/// </summary>
/// <param name="part">The part's open stream; closed with this one.</param>
/// <param name="checksum">The CRC-32 the archive declares; 0 when it declares none.</param>
/// <param name="budget">The remaining bytes of all parts together.</param>
internal sealed class PartStream(Stream part, uint checksum, UncompressedBudget budget) : Stream
{
    /// <summary>
    /// The maximum number of bytes of one piece of XML (a tag with its attributes, a run of comments). The XML reader keeps several copies of it in
    /// memory; text is read in pieces and is not affected.
    /// </summary>
    private const long MaxTokenBytes = 1 << 20;

    private readonly Crc32 _crc = new();
    private long _length;
    private long _tokenStart;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Begins a new piece of XML: the one before is processed.</summary>
    public void BeginToken() => _tokenStart = _length;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = part.Read(buffer);
        if (read == 0)
        {
            return checksum == 0 || _crc.GetCurrentHashAsUInt32() == checksum
                ? 0
                : throw new InvalidDataException("its checksum does not match");
        }

        _crc.Append(buffer[..read]);
        _length += read;
        budget.Spend(read);
        return _length - _tokenStart <= MaxTokenBytes ? read : throw new InvalidDataException("it has a tag of more than a megabyte");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            part.Dispose();
        }

        base.Dispose(disposing);
    }
}
