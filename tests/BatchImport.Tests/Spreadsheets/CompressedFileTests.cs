using System.IO.Compression;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Text that is wrapped in gzip or ZIP.</summary>
public sealed class CompressedFileTests
{
    [Fact]
    public void Compressed_text_is_read()
    {
        var text = "Größe;Ort\n1;Köln\n"u8.ToArray();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("export/");
            using (var entry = archive.CreateEntry("export/orders.csv").Open())
            {
                entry.Write(text);
            }

            using var other = archive.CreateEntry("__MACOSX/export/._orders.csv").Open();
            other.Write("x"u8);
        }

        foreach (var file in new[] { Gzip(text), zip.ToArray() })
        {
            var sheet = ReadSheet.Read(file);
            Assert.Equal(["Größe", "Ort"], sheet.Header);
            Assert.Equal("Köln", Assert.Single(sheet.Rows).Cells[1].Text);
        }

        Assert.Equal("not-a-spreadsheet", ReadSheet.Refused(Gzip(Gzip(text))).Code);
        Assert.All([1, 8, 9, 12], cut => Assert.Equal("broken-archive", ReadSheet.Refused(Gzip(text)[..^cut]).Code));
        Assert.Equal("too-large-file", ReadSheet.Refused(Gzip(new byte[2_000_000]), new() { MaxFileBytes = 1_000_000 }).Code);
    }

    [Fact]
    public void An_archive_of_several_files_is_refused()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "a.csv", "b.csv" })
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write("A\n1\n"u8);
            }
        }

        Assert.Equal("not-a-spreadsheet", ReadSheet.Refused(zip.ToArray()).Code);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
