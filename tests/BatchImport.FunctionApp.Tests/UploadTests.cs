using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Staging;

namespace BatchImport.FunctionApp.Tests;

/// <summary><c>POST imports</c>, with forms as programs send them.</summary>
public sealed class UploadTests(AppFixture app)
{
    private const string Csv = "No\n1\n";
    private const string Refused = "refused.csv";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_after_the_file_count()
    {
        using var form = Form("taken.csv", ("file!", "Numbers\nNo\n1\n"), ("owner", "ada@example.com"), ("priority", "HIGH"), ("headerrow", "2"), ("sheet", "Größe 1"));

        using var response = await app.User.Http.PostAsync("api/imports", form, Stop);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("id").GetString()!;
        var import = await app.User.EndAsync(id);
        Assert.Equal(
            ("completed", "ada@example.com", 1),
            (import.GetProperty("state").GetString(), import.GetProperty("owner").GetString(), import.GetProperty("rows").GetInt32()));
    }

    [Theory]
    [InlineData("priority", "-1", "priority must be high, normal or bulk.")]
    [InlineData("priority", "1", "priority must be high, normal or bulk.")]
    [InlineData("priority", "high,bulk", "priority must be high, normal or bulk.")]
    [InlineData("owner", "ada", "owner must be one plain e-mail address")]
    [InlineData("colour", "red", "The field 'colour' is unknown. The fields are owner, definition, priority, sheet, headerrow, encoding and again")]
    [InlineData("again", "yes", "again must be true or false.")]
    [InlineData("headerrow", "0", "headerrow must be a row number")]
    [InlineData("file", "text", "The field 'file' has no file name")]
    public async Task A_wrong_field_is_refused_before_and_after_the_file(string name, string value, string problem)
    {
        foreach (var form in (MultipartFormDataContent[])[Form(Refused, (name, value), ("file!", Csv)), Form(Refused, ("file!", Csv), (name, value))])
        {
            Assert.StartsWith(problem, await RefusedAsync(form), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_file_is_refused() =>
        Assert.StartsWith("The form has a second file.", await RefusedAsync(Form(Refused, ("file!", Csv), ("file!", Csv))), StringComparison.Ordinal);

    [Fact]
    public async Task A_repeated_field_is_refused() => Assert.StartsWith(
        "The field 'owner' is given twice.", await RefusedAsync(Form(Refused, ("owner", "ada@example.com"), ("file!", Csv), ("owner", "eve@example.com"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_in_another_field_is_refused() =>
        Assert.StartsWith("The field 'sheet' is unknown.", await RefusedAsync(Form(Refused, ("sheet!", Csv))), StringComparison.Ordinal);

    [Fact]
    public async Task A_form_without_a_file_is_refused() =>
        Assert.StartsWith("The form has no file", await RefusedAsync(Form(Refused, ("owner", "ada@example.com"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_form_that_ends_early_is_refused()
    {
        const string Part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"refused.csv\"\r\n\r\nNo\n1\n";
        var body = new StringContent(Part, System.Text.Encoding.ASCII);
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        Assert.StartsWith("The form is incomplete or invalid", await RefusedAsync(body), StringComparison.Ordinal);
    }

    /// <summary>A form; a name with an exclamation mark is that of a file.</summary>
    private static MultipartFormDataContent Form(string fileName, params (string Name, string Value)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in parts)
        {
            if (name.EndsWith('!'))
            {
                form.Add(new StringContent(value), name.TrimEnd('!'), fileName);
            }
            else
            {
                form.Add(new StringContent(value), name);
            }
        }

        return form;
    }

    /// <summary>Sends what is refused, and checks that nothing of it is stored.</summary>
    /// <returns>The reason.</returns>
    private async Task<string> RefusedAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/imports") { Content = content };

        using var response = await app.User.Http.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var container = new BlobServiceClient(app.Storage).GetBlobContainerClient(StorageContainers.ImportsName);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, prefix: null, Stop))
        {
            Assert.False(blob.Name.EndsWith(Refused, StringComparison.Ordinal), blob.Name);
        }

        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("detail").GetString()!;
    }
}
