using System.IO.Compression;
using System.Text;
using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Staging;

/// <summary>
/// Encodes a page as bytes. After a four-byte mark, a Deflate stream (RFC 1951) holds: rows and columns as variable-length integers; then for each
/// row its number, its problem (a text, empty for none), its errors (their number, and for each the column, counted from 1, or 0 for none, and a text)
/// and its cells. A cell is a kind byte and, by kind, a text (length in UTF-8 bytes, bytes) or eight bytes of a little-endian double, or for an
/// identifier both. A boolean is also a double.
/// </summary>
internal static class RowPageCodec
{
    // The last character is the version: a reader rejects unknown versions.
    private static ReadOnlySpan<byte> Mark => "BIP2"u8;

    public static BinaryData Encode(RowPage page)
    {
        var columns = page.Rows.Count == 0 ? 0 : page.Rows[0].Cells.Length;
        using var raw = new MemoryStream(page.Rows.Count * columns * 12);
        using (var writer = new BinaryWriter(raw, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(page.Rows.Count);
            writer.Write7BitEncodedInt(columns);
            foreach (var row in page.Rows)
            {
                writer.Write7BitEncodedInt(row.Number);
                writer.Write(row.Problem ?? "");
                WriteErrors(writer, row.Errors ?? []);
                foreach (var cell in row.Cells)
                {
                    Write(writer, cell);
                }
            }
        }

        using var packed = new MemoryStream((int)raw.Length / 2);
        packed.Write(Mark);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(raw.GetBuffer(), 0, (int)raw.Length);
        }

        return BinaryData.FromBytes(packed.GetBuffer().AsMemory(0, (int)packed.Length));
    }

    /// <exception cref="InvalidDataException">The bytes are not a page of this version.</exception>
    public static RowPage Decode(int index, BinaryData data)
    {
        var bytes = data.ToMemory();
        if (!bytes.Span.StartsWith(Mark))
        {
            throw new InvalidDataException($"Staged page {index} is not in the format this version writes ({Encoding.ASCII.GetString(Mark)}). Drop the file again.");
        }

        using var packed = data.ToStream();
        packed.Position = Mark.Length;
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream(bytes.Length * 4);
        deflate.CopyTo(raw);
        raw.Position = 0;
        using var reader = new BinaryReader(raw, Encoding.UTF8, leaveOpen: true);

        var rows = new StagedRow[reader.Read7BitEncodedInt()];
        var columns = reader.Read7BitEncodedInt();
        for (var i = 0; i < rows.Length; i++)
        {
            var number = reader.Read7BitEncodedInt();
            var problem = reader.ReadString();
            var errors = ReadErrors(reader);
            var cells = new Cell[columns];
            for (var column = 0; column < columns; column++)
            {
                cells[column] = Read(reader);
            }

            rows[i] = new StagedRow(number, cells, problem.Length == 0 ? null : problem, errors);
        }

        return new RowPage(index, rows);
    }

    private static void WriteErrors(BinaryWriter writer, IReadOnlyList<RowError> errors)
    {
        writer.Write7BitEncodedInt(errors.Count);
        foreach (var error in errors)
        {
            writer.Write7BitEncodedInt(error.Column is { } column ? column + 1 : 0);
            writer.Write(error.Message);
        }
    }

    private static RowError[]? ReadErrors(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count == 0)
        {
            return null;
        }

        var errors = new RowError[count];
        for (var i = 0; i < count; i++)
        {
            var column = reader.Read7BitEncodedInt();
            errors[i] = new(column == 0 ? null : column - 1, reader.ReadString());
        }

        return errors;
    }

    private static void Write(BinaryWriter writer, Cell cell)
    {
        writer.Write((byte)cell.Kind);
        switch (cell.Kind)
        {
            case CellKind.Empty or CellKind.Uncalculated:
                break;
            case CellKind.Text or CellKind.Error:
                writer.Write(cell.Text!);
                break;
            case CellKind.Identifier:
                writer.Write(cell.Text!);
                writer.Write(cell.Number);
                break;
            default:
                writer.Write(cell.Number);
                break;
        }
    }

    private static Cell Read(BinaryReader reader)
    {
        var kind = (CellKind)reader.ReadByte();
        return kind switch
        {
            CellKind.Empty => Cell.Empty,
            CellKind.Text => Cell.FromText(reader.ReadString()),
            CellKind.Error => Cell.FromError(reader.ReadString()),
            CellKind.Identifier => Cell.FromIdentifier(reader.ReadString(), reader.ReadDouble()),
            CellKind.Uncalculated => Cell.Uncalculated,
            CellKind.Number => Cell.FromNumber(reader.ReadDouble()),
            CellKind.Date => Cell.FromDate(reader.ReadDouble()),
            CellKind.Boolean => Cell.FromBoolean(reader.ReadDouble() != 0),
            _ => throw new InvalidDataException($"A staged page holds a cell of the unknown kind {(byte)kind}. Drop the file again."),
        };
    }
}
