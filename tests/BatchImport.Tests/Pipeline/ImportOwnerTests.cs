using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;

namespace BatchImport.Tests.Pipeline;

public sealed class ImportOwnerTests
{
    private static readonly ImportDefinition Notifying = ImportDefinition.Open with { Notify = "team@example.org" };
    private static readonly ImportOptions Defaulting = new() { DefaultOwner = "desk@example.org" };

    [Fact]
    public void Metadata_comes_before_the_folder_the_definition_and_the_setting()
    {
        var request = Request("grace@example.com/a.csv", ("Owner", " ada@example.com "));

        Assert.Equal("ada@example.com", ImportOwner.Resolve(request, Notifying, Defaulting));
    }

    [Fact]
    public void Metadata_is_percent_encoded_beyond_ascii() =>
        Assert.Equal("jörg@münchen.de", ImportOwner.Resolve(Request("a.csv", ("owner", "j%C3%B6rg@m%c3%bcnchen.de")), Notifying, Defaulting));

    [Fact]
    public void A_folder_that_is_an_address_comes_before_the_definition_and_the_setting()
    {
        Assert.Equal("grace@example.com", ImportOwner.Resolve(Request("grace@example.com/customers/a.csv"), Notifying, Defaulting));
    }

    [Fact]
    public void The_definition_comes_before_the_setting()
    {
        Assert.Equal("team@example.org", ImportOwner.Resolve(Request("customers/a.csv"), Notifying, Defaulting));
        Assert.Equal("desk@example.org", ImportOwner.Resolve(Request("customers/a.csv"), ImportDefinition.Open, Defaulting));
    }

    [Fact]
    public void Nobody_is_a_reason_to_reject_the_file()
    {
        var rejected = Assert.Throws<RejectedException>(() => ImportOwner.Resolve(Request("a.csv"), ImportDefinition.Open, new ImportOptions()));

        Assert.Equal("no-owner", rejected.Code);
        Assert.Contains("a.csv", rejected.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada@localhost")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com, grace@example.com")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("ada@example.com.")]
    public void Metadata_that_is_no_single_address_is_a_reason_to_reject_and_is_not_repeated(string owner)
    {
        var request = Request("a.csv", ("owner", owner));

        var rejected = Assert.Throws<RejectedException>(() => ImportOwner.Resolve(request, Notifying, Defaulting));

        Assert.Equal("invalid-owner", rejected.Code);
        Assert.DoesNotContain("eve", rejected.Message, StringComparison.Ordinal);
        Assert.Equal("team@example.org", ImportOwner.BestKnown(request, Notifying, Defaulting));
        Assert.Equal("desk@example.org", ImportOwner.BestKnown(request, null, Defaulting));
    }

    [Theory]
    [InlineData("example.com", "ada@example.com", true)]
    [InlineData("example.com", "ada@EXAMPLE.com", true)]
    [InlineData("example.com", "ada@mail.example.com", false)]
    [InlineData("example.com", "ada@badexample.com", false)]
    [InlineData("example.org, *.example.com", "ada@mail.example.com", true)]
    [InlineData("example.org, *.example.com", "ada@example.com", false)]
    [InlineData("münchen.de", "ada@xn--mnchen-3ya.de", true)]
    [InlineData("xn--mnchen-3ya.de", "ada@MÜNCHEN.de", true)]
    [InlineData("", "ada@example.com", true)]
    public void The_setting_lists_the_domains_of_owners(string domains, string owner, bool isAllowed) =>
        Assert.Equal(isAllowed, new ImportOptions { OwnerDomains = domains }.AllowsOwner(owner));

    [Theory]
    [InlineData("a.csv", "ada@elsewhere.net", null, "given with the file")]
    [InlineData("ada@elsewhere.net/a.csv", null, null, "folder")]
    [InlineData("a.csv", null, "team@elsewhere.net", "definition 'people'")]
    public void An_owner_of_another_domain_is_refused_wherever_the_address_comes_from(string blob, string? given, string? notify, string place)
    {
        var request = given is null ? Request(blob) : Request(blob, ("owner", given));
        var definition = ImportDefinition.Open with { Name = "people", Notify = notify };
        var options = new ImportOptions { DefaultOwner = "desk@example.org", OwnerDomains = "example.org" };

        var rejected = Assert.Throws<RejectedException>(() => ImportOwner.Resolve(request, definition, options));

        Assert.Equal("owner-not-allowed", rejected.Code);
        Assert.Contains(place, rejected.Message, StringComparison.Ordinal);
        Assert.Contains("Import:OwnerDomains allows: example.org.", rejected.Message, StringComparison.Ordinal);
        Assert.Equal("desk@example.org", ImportOwner.BestKnown(request, definition, options));
    }

    private static ImportRequest Request(string blobName, params (string Name, string Value)[] metadata) => new()
    {
        BatchId = ImportId.For("imports", blobName, "1"),
        Container = "imports",
        BlobName = blobName,
        ETag = "1",
        Size = 1,
        Metadata = metadata.ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };
}
