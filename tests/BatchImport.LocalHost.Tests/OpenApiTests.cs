using System.Reflection;
using System.Text.Json;
using BatchImport.Functions.Endpoints;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public void The_document_describes_exactly_the_endpoints_there_are()
    {
        using var stream = typeof(DashboardEndpoints).Assembly.GetManifestResourceStream("Dashboard/openapi.json")!;
        using var document = JsonDocument.Parse(stream);
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name[1..]} {method.Value.GetProperty("operationId").GetString()}"));

        Assert.Equal(Endpoints().Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Endpoints()
    {
        foreach (var method in typeof(DashboardEndpoints).Assembly.GetTypes().SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } function
                && method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(each => each is not null) is { } trigger)
            {
                foreach (var verb in trigger.Methods!)
                {
                    yield return $"{verb} {trigger.Route} {function.Name}";
                }
            }
        }
    }
}
