using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BatchImport.Definitions;
using BatchImport.Testing;
using OfficeOpenXml;

namespace BatchImport.EndToEnd.Tests;

/// <summary>Definitions over HTTP.</summary>
public sealed class DefinitionTests(LocalHostFixture host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_is_stored_read_used_changed_and_deleted()
    {
        const string Text = "{ // Comments stay.\n  \"name\": \"life\", \"columns\": [ { \"name\": \"Id\", \"type\": \"integer\", \"required\": true } ]\n}\n";
        using var created = await PutAsync("life", Text, request => request.IfNoneMatch.Add(EntityTagHeaderValue.Any));
        Assert.Equal((HttpStatusCode.Created, new Uri(host.App.Address, "api/definitions/life")), (created.StatusCode, created.Headers.Location));
        var view = await JsonAsync(created);
        Assert.Equal(("life", true, "none"), (view.GetProperty("name").GetString(), view.GetProperty("isValid").GetBoolean(), view.GetProperty("target").GetString()));

        using var read = await host.Http.GetAsync("api/definitions/life", Stop);
        Assert.Equal(("text/plain", Text), (read.Content.Headers.ContentType!.MediaType, await read.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        using var known = new HttpRequestMessage(HttpMethod.Get, "api/definitions/life") { Headers = { IfNoneMatch = { read.Headers.ETag! } } };
        using var unchanged = await host.Http.SendAsync(known, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        var id = await host.DropAsync("life/people.csv", BinaryData.FromString("Id\n1\nx\n"), ("owner", "ada@example.com"));
        var import = await host.EndAsync(id);
        Assert.Equal(("life", 1, 1), (import.GetProperty("definition").GetString(), import.GetProperty("succeeded").GetInt32(), import.GetProperty("failed").GetInt32()));

        using var again = await PutAsync("life", Text, request => request.IfNoneMatch.Add(EntityTagHeaderValue.Any));
        Assert.Equal(HttpStatusCode.PreconditionFailed, again.StatusCode);
        using var replaced = await PutAsync("life", Text.Replace("integer", "text", StringComparison.Ordinal), request => request.IfMatch.Add(read.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        using var outdated = await PutAsync("life", Text, request => request.IfMatch.Add(read.Headers.ETag!));
        Assert.Equal(HttpStatusCode.PreconditionFailed, outdated.StatusCode);
        Assert.Contains("was changed or deleted since it was read", (await JsonAsync(outdated)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        var second = await host.DropAsync("life/people-2.csv", BinaryData.FromString("Id\n1\nx\n"), ("owner", "ada@example.com"));
        Assert.Equal(2, (await host.EndAsync(second)).GetProperty("succeeded").GetInt32());

        using var deleted = await host.Http.DeleteAsync("api/definitions/life", Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await host.Http.GetAsync("api/definitions/life", Stop);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (gone.StatusCode, gone.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Every_mistake_is_answered_with_its_place()
    {
        using var refused = await PutAsync("wrong", "{\n  \"name\": \"wrong\",\n  \"notify\": \"nobody\",\n  \"columns\": [ { \"name\": \"A\", \"type\": \"tekst\" } ]\n}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        var problem = await JsonAsync(refused);
        Assert.Equal([(3, 13), (4, 39)], problem.GetProperty("mistakes").EnumerateArray().Select(mistake => (mistake.GetProperty("line").GetInt32(), mistake.GetProperty("column").GetInt32())));
        Assert.Contains("line 3: notify \"nobody\" is not an e-mail address", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var none = await host.Http.GetAsync("api/definitions/wrong", Stop);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("Not-A-Name", "{}", "name of a definition")]
    [InlineData("other", "{ \"name\": \"another\", \"columns\": [ { \"name\": \"A\" } ] }", "they must be the same")]
    [InlineData("none", "", "not JSON")]
    public async Task What_cannot_be_a_definition_is_refused(string name, string text, string detail)
    {
        using var refused = await PutAsync(name, text);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(detail, (await JsonAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_a_weak_version_and_a_page_of_another_site_are_refused()
    {
        using var large = await PutAsync("large", new string(' ', DefinitionText.MaxBytes + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var weak = await PutAsync("weak", "{}", request => request.IfMatch.Add(new EntityTagHeaderValue("\"1\"", isWeak: true)));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        using var elsewhere = await PutAsync("elsewhere", "{}", request => request.Add("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
    }

    [Fact]
    public async Task A_workbook_that_is_filled_in_by_its_rules_imports_without_an_error()
    {
        using var stored = await PutAsync("customers-form", (await File.ReadAllTextAsync(Repository.PathOf("samples", "customers.json"), Stop)).Replace("\"customers\"", "\"customers-form\"", StringComparison.Ordinal));
        Assert.True(stored.IsSuccessStatusCode);
        using var answer = await host.Http.GetAsync("api/definitions/customers-form/template.xlsx", Stop);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("customers-form.xlsx", answer.Content.Headers.ContentDisposition!.FileName);

        using var package = new ExcelPackage(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Stop)));
        object[] row = ["000001", "Ada", "Lovelace", "ada@example.com", "+33 1 23", "France", new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Unspecified), 12.5];
        for (var column = 0; column < row.Length; column++)
        {
            package.Workbook.Worksheets[0].Cells[2, column + 1].Value = row[column];
        }

        var id = await host.DropAsync("customers-form/filled.xlsx", package.GetAsByteArray(), ("owner", "ada@example.com"));
        var import = await host.EndAsync(id);

        Assert.Equal(("completed", 1, 0), (import.GetProperty("state").GetString(), import.GetProperty("succeeded").GetInt32(), import.GetProperty("failed").GetInt32()));
        Assert.Equal("000001", (await host.WorkbookAsync(id))["Success"][1][0]);
        using var unknown = await host.Http.GetAsync("api/definitions/unknown/template.xlsx", Stop);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_list_has_names_columns_and_targets()
    {
        using var stored = await PutAsync("listed", "{ \"name\": \"listed\", \"columns\": [ { \"name\": \"A\" }, { \"name\": \"B\" } ] }");
        var items = JsonElement.Parse(await host.Http.GetStringAsync("api/definitions", Stop)).GetProperty("items").EnumerateArray().ToArray();

        var listed = items.Single(item => item.GetProperty("name").GetString() == "listed");
        Assert.Equal(["A", "B"], listed.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        Assert.Equal(stored.Headers.ETag!.Tag.Trim('"'), listed.GetProperty("eTag").GetString());
        Assert.EndsWith("/api/definitions/listed/template.xlsx", listed.GetProperty("templateUrl").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));

    private async Task<HttpResponseMessage> PutAsync(string name, string text, Action<HttpRequestHeaders>? add = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/definitions/{name}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        add?.Invoke(request.Headers);
        return await host.Http.SendAsync(request, Stop);
    }
}
