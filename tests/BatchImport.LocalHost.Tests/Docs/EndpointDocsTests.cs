using System.Text.Json;
using BatchImport.Functions.Endpoints;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Docs;

/// <summary><c>docs/http-api.md</c> lists the endpoints of the OpenAPI document, which another test compares with the functions.</summary>
public sealed class EndpointDocsTests
{
    [Fact]
    public void The_endpoints_are_those_of_the_openapi_document()
    {
        using var stream = typeof(DashboardEndpoints).Assembly.GetManifestResourceStream("Dashboard/openapi.json")!;
        using var document = JsonDocument.Parse(stream);
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"`{method.Name.ToUpperInvariant()} /api{path.Name}`"));
        var documented = DocumentFile.Read("docs", "http-api.md").TableRows().Select(cells => cells[0]);

        Assert.Equal(described.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }
}
