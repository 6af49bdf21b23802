using System.Text.Json.Nodes;

namespace BatchImport.Infra.Tests;

public sealed class ParameterTests
{
    [Fact]
    public async Task The_parameters_file_and_the_template_know_the_same_parameters()
    {
        var (exitCode, output) = await BicepCli.RunAsync(Repository.Infra, TestContext.Current.CancellationToken, "build", "--stdout", "--no-restore", "main.bicep");
        Assert.Equal(0, exitCode);
        var template = JsonNode.Parse(output)!["parameters"]!.AsObject();
        var given = JsonNode.Parse(Repository.Read("infra", "main.parameters.json"))!["parameters"]!.AsObject();

        Assert.Subset(Names(template), Names(given));
        Assert.Subset(Names(given), template.Where(each => each.Value!["defaultValue"] is null).Select(each => each.Key).ToHashSet(StringComparer.Ordinal));

        // A default that the file repeats equals the template's.
        foreach (var (name, value) in given)
        {
            var standard = template[name]!["defaultValue"];
            if (standard is not null && value!["value"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            {
                Assert.Equal((int)standard, (int)value["value"]!);
            }
            else if (standard is not null)
            {
                Assert.EndsWith($"={standard.ToString().Replace("False", "false", StringComparison.Ordinal)}}}", (string)value!["value"]!, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Azd_deploys_the_function_app_from_here()
    {
        var azd = Repository.Read("azure.yaml").ReplaceLineEndings("\n");

        Assert.Contains("  app:\n    project: src/BatchImport.FunctionApp\n    host: function\n    language: dotnet\n", azd, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "BatchImport.FunctionApp", "BatchImport.FunctionApp.csproj")));
        Assert.Contains("'azd-service-name': 'app'", Repository.Read("infra", "modules", "app.bicep"), StringComparison.Ordinal);
    }

    private static HashSet<string> Names(JsonObject parameters) => parameters.Select(each => each.Key).ToHashSet(StringComparer.Ordinal);
}
