using System.IO.Compression;
using System.Text;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Testing;
using BatchImport.Tests.Spreadsheets;

namespace BatchImport.Tests.Pipeline;

/// <summary>The result of invalid input: the state Rejected, one mail with the reason, and no workbook.</summary>
[Trait("Speed", "Slow")]
public sealed class RejectedImportTests(AzuriteServer azurite, RedisServer redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "empty", "empty-file", "empty" },
        { "header only", "no-rows", "no rows" },
        { "binary", "not-a-spreadsheet", "spreadsheet" },
        { "truncated", "truncated", "" },
        { "zip of something else", "not-a-spreadsheet", "" },
        { "old word", "not-a-spreadsheet", ".doc" },
        { "damaged xls", "broken-xls", ".xlsx" },
        { "password", "password-protected", "password" },
        { "column twice", "duplicate-column", "Name" },
        { "missing column", "missing-column", "Country" },
        { "unknown definition", "unknown-definition", "nowhere" },
        { "unknown target", "unknown-target", "moon" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_an_answer(string kind, string code, string word)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("customers", await File.ReadAllTextAsync(Repository.PathOf("samples", "customers.json"), Stop));
        await fixture.DefineAsync("moonshot", """{ "name": "moonshot", "target": "moon", "columns": [{ "name": "Moon", "required": true }] }""");
        var definition = kind switch { "missing column" => "customers", "unknown definition" => "nowhere", "unknown target" => "moonshot", _ => "open" };
        var request = await fixture.DropAsync("bad file.xlsx", Content(kind), ("owner", "ada@example.com"), ("definition", definition));

        var progress = await fixture.RunAsync(request, times: 2);

        Assert.Equal((ImportState.Rejected, code, MailState.Sent, false), (progress.State, progress.ProblemCode, progress.Mail, progress.HasWorkbook));
        Assert.Contains(word, progress.Problem, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(progress.FinishedAt);
        var mail = Assert.Single(fixture.Mails());
        Assert.Equal("ada@example.com", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Contains("bad file.xlsx", mail.Subject, StringComparison.Ordinal);
        Assert.Contains(progress.Problem![..40], mail.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public async Task A_file_without_an_owner_is_rejected_with_a_log_line_and_no_mail()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("a.csv", "A\n1\n");

        var progress = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Rejected, "no-owner", MailState.Nobody), (progress.State, progress.ProblemCode, progress.Mail));
        Assert.Empty(fixture.Mails());
        Assert.Contains(fixture.Log.Lines, line => line.Contains($"Import {request.BatchId} ended as Rejected (no-owner)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_owner_that_is_no_address_is_rejected_and_the_next_one_known_is_told()
    {
        await using var fixture = await ImportFixture.CreateAsync(
            azurite, redis, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Import:DefaultOwner"] = "desk@example.org" });
        var request = await fixture.DropAsync("a.csv", "A\n1\n", ("owner", "Ada"));

        var progress = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Rejected, "invalid-owner"), (progress.State, progress.ProblemCode));
        Assert.Equal("desk@example.org", Assert.Single(Assert.Single(fixture.Mails()).To.Mailboxes).Address);
    }

    [Fact]
    public async Task A_file_that_is_replaced_before_it_is_read_ends_silently_and_its_next_version_is_an_import_of_its_own()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var first = await fixture.DropAsync("a.csv", "A\n1\n", ("owner", "ada@example.com"));
        var second = await fixture.DropAsync("a.csv", "A\n2\n", ("owner", "ada@example.com"));

        Assert.True((await fixture.Steps.StageAsync(first.BatchId, Stop)).IsSuperseded);
        Assert.True((await fixture.Steps.StageAsync(first.BatchId, Stop)).IsSuperseded);
        Assert.Null(await fixture.Steps.FindAsync(first.BatchId, Stop));
        Assert.Equal(ImportState.Completed, (await fixture.RunAsync(second)).State);
        Assert.Single(fixture.Mails());
    }

    [Fact]
    public async Task A_folders_marker_and_a_blob_that_is_gone_are_nothing_to_import()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var files = fixture.Get<IDroppedFiles>();
        var options = new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["hdi_isfolder"] = "true" } };
        await fixture.Blob("folder").UploadAsync(BinaryData.FromString(""), options, Stop);

        Assert.Null(await files.LookAsync(fixture.Blob("folder"), Stop));
        Assert.Null(await files.LookAsync(fixture.Blob("gone.csv"), Stop));
    }

    private static byte[] Content(string kind)
    {
        var sample = File.ReadAllBytes(Repository.PathOf("samples", "customers.xlsx"));
        return kind switch
        {
            "empty" => [],
            "header only" => "A,B\n"u8.ToArray(),
            "binary" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0, 1, 2, 3],
            "truncated" => sample[..(sample.Length / 2)],
            "zip of something else" => Zip("readme.txt", "not a workbook"),
            "old word" => OleFile.With("WordDocument"),
            "damaged xls" => OleFile.With("Workbook"),
            "password" => OleFile.With("EncryptedPackage"),
            "column twice" => "Name,Age,name\nAda,36,x\n"u8.ToArray(),
            "missing column" => "Id,First name,Last name,Email,Signup date\n000001,Ada,Byron,ada@example.com,2024-01-01\n"u8.ToArray(),
            "unknown target" => "Moon\n1\n"u8.ToArray(),
            _ => "A\n1\n"u8.ToArray(),
        };
    }

    private static byte[] Zip(string name, string text)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var each in new[] { name, "other-" + name })
            {
                using var entry = archive.CreateEntry(each).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return content.ToArray();
    }
}
