using System.Runtime.ExceptionServices;

namespace BatchImport.Spreadsheets;

/// <summary>
/// The dropped file's bytes, with a record of read failures. Readers of broken archives also raise I/O exceptions;
/// <see cref="Fault"/> distinguishes them from those of the storage behind the stream, which are not caused by the file.
/// </summary>
/// <param name="inner">The seekable content; stays open.</param>
internal sealed class SourceStream(Stream inner) : Stream
{
    private readonly long _length = inner.Length;

    /// <summary>The exception of the inner stream; null when there was none.</summary>
    public Exception? Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => inner.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Throws <see cref="Fault"/>, if there is one, in its original form, regardless of a reader's exception.</summary>
    public void ThrowFault()
    {
        if (Fault is not null)
        {
            ExceptionDispatchInfo.Throw(Fault);
        }
    }

    /// <summary>Reads bytes from an offset on until the buffer is full; fewer only at the end.</summary>
    public int ReadAt(long offset, Span<byte> buffer)
    {
        Position = offset;
        return this.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception ex)
        {
            Fault = ex;
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => inner.Position + offset,
            _ => _length + offset,
        };

        // A broken archive may refer to any position; streams handle that differently.
        if (target < 0 || target > _length)
        {
            throw new InvalidDataException($"A reference to byte {target} of {_length}.");
        }

        try
        {
            return inner.Seek(target, SeekOrigin.Begin);
        }
        catch (Exception ex)
        {
            Fault = ex;
            throw;
        }
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
