using System.Net;
using System.Text.Json;
using BatchImport.Testing;

namespace BatchImport.FunctionApp.Tests;

/// <summary>Every endpoint against its description in <c>openapi.json</c>.</summary>
public sealed class EndpointTests(AppFixture app)
{
    private const string Unknown = "00000000000000000000000000000000";
    private const string Definition = "endpoints";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_answers_with_a_status_and_a_content_type_that_its_description_names()
    {
        var file = BinaryData.FromBytes(await File.ReadAllBytesAsync(Repository.PathOf("samples", "customers.csv"), Stop));
        var id = await app.User.DropAsync("endpoints.csv", file, ("owner", "ada@example.com"), ("definition", "customers"));
        await app.User.EndAsync(id);
        using var stored = await app.Client.PutAsync($"api/definitions/{Definition}", DefinitionContent(), Stop);
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        var paths = JsonElement.Parse(await app.User.Http.GetStringAsync("api/openapi.json", Stop)).GetProperty("paths");

        var problems = new List<string>();
        foreach (var path in paths.EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(static each => each.Name != "parameters"))
            {
                var answers = new List<HttpStatusCode>();
                foreach (var address in Addresses(path.Name, id).Distinct(StringComparer.Ordinal))
                {
                    answers.Add(await CheckAsync(new HttpMethod(operation.Name), address, operation.Value.GetProperty("responses"), problems));
                }

                // A finished import accepts only these two commands; the others succeed in CommandTests.
                if (path.Name.Split('/')[^1] is not ("pause" or "resume" or "cancel") && !answers.Exists(static status => (int)status < 400))
                {
                    problems.Add($"{operation.Name} {path.Name} does not succeed: {string.Join(", ", answers)}");
                }
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public async Task A_row_is_found_by_its_number()
    {
        var id = await app.User.DropAsync("row.csv", BinaryData.FromString("Name\nAda\nGrace\n"), ("owner", "ada@example.com"));
        await app.User.EndAsync(id);

        var row = JsonElement.Parse(await app.User.Http.GetStringAsync($"api/imports/{id}/rows/3", Stop));
        using var beyond = await app.User.Http.GetAsync($"api/imports/{id}/rows/4", Stop);

        Assert.Equal(3, row.GetProperty("row").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, beyond.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_over_the_limit_is_refused_with_a_reason(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/imports") { Content = Form(new string('x', AppFixture.UploadLimit + 1)) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await app.User.Http.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("detail").GetString();
        Assert.Contains($"{AppFixture.UploadLimit} bytes", problem, StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Form(string file) => new() { { new StringContent("ada@example.com"), "owner" }, { new StringContent(file), "file", "upload.csv" } };

    private static StringContent DefinitionContent() => new($$"""{ "name": "{{Definition}}", "columns": [ { "name": "Id" } ] }""");

    /// <summary>An address that succeeds, and those that name what does not exist.</summary>
    private static IEnumerable<string> Addresses(string path, string id)
    {
        foreach (var import in (string[])[id, Unknown, "nonsense"])
        {
            foreach (var (number, file, definition) in ((string, string, string)[])[("2", "style.css", Definition), ("99999", "none.txt", "none"), ("x", "y", "No-Name")])
            {
                yield return path.Replace("{id}", import, StringComparison.Ordinal).Replace("{number}", number, StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal)
                    .Replace("{name}", definition, StringComparison.Ordinal);
            }
        }
    }

    private async Task<HttpStatusCode> CheckAsync(HttpMethod method, string path, JsonElement documented, List<string> problems)
    {
        using var request = new HttpRequestMessage(method, "api" + path);
        if (method == HttpMethod.Post && path == "/imports")
        {
            request.Content = Form("No\n1\n");
        }
        else if (method == HttpMethod.Put)
        {
            request.Content = DefinitionContent();
        }

        using var response = await app.Client.SendAsync(request, Stop);
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!documented.TryGetProperty(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), out var answer))
        {
            problems.Add($"{method} {path} answers {(int)response.StatusCode}, which is not described.");
        }
        else if (answer.TryGetProperty("content", out var content) ? type is null || !content.TryGetProperty(type, out _) : type is not null && (int)response.StatusCode >= 400)
        {
            problems.Add($"{method} {path} answers {(int)response.StatusCode} as '{type}', which is not described.");
        }

        return response.StatusCode;
    }
}
