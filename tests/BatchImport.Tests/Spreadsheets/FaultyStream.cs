namespace BatchImport.Tests.Spreadsheets;

/// <summary>A seekable storage stream that fails after a number of reads, like a lost connection.</summary>
internal sealed class FaultyStream(byte[] content, int reads) : Stream
{
    private readonly MemoryStream _content = new(content, writable: false);
    private int _reads;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _content.Length;

    public override long Position
    {
        get => _content.Position;
        set => _content.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) =>
        _reads++ < reads ? _content.Read(buffer) : throw new EndOfStreamException("The connection was closed.");

    public override long Seek(long offset, SeekOrigin origin) => _content.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
