using System.Text.RegularExpressions;

namespace BatchImport.Infra.Tests;

public sealed class TemplateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Templates =>
        [.. Directory.EnumerateFiles(Repository.Infra, "*.bicep", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Infra, file).Replace('\\', '/'))];

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("events.bicep")]
    public async Task Every_template_builds_and_the_linter_says_nothing(string template)
    {
        var (exitCode, output) = await BicepCli.RunAsync(Repository.Infra, Token, "lint", "--no-restore", template);

        Assert.Equal((0, ""), (exitCode, output.Trim()));
    }

    // The linter reads a template with the modules it uses, and no others.
    [Fact]
    public void Every_module_is_used()
    {
        var texts = Templates.Select(template => Repository.Read("infra", template.Data)).ToArray();
        Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Infra, "modules")), module => Assert.Contains(texts, text => text.Contains($"{Path.GetFileName(module)}' = ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_linter_warning_is_an_error_here()
    {
        using var copy = new InfraCopy();
        await File.AppendAllTextAsync(Path.Combine(copy.Folder, "modules", "identity.bicep"), "\n@description('Not used.')\nparam unused string = ''\n", Token);

        var (exitCode, output) = await BicepCli.RunAsync(copy.Folder, Token, "lint", "--no-restore", "main.bicep");

        Assert.Equal(1, exitCode);
        Assert.Contains("Error no-unused-params", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void No_template_needs_a_registry(string template) =>
        Assert.DoesNotMatch(new Regex(@"'(br|ts)[:/]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)), Repository.Read("infra", template));

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_parameter_says_what_it_is_for(string template)
    {
        var lines = Repository.Read("infra", template).ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("param ", StringComparison.Ordinal))
            {
                continue;
            }

            // Decorators are directly above their parameter.
            var above = lines[..index].Reverse().TakeWhile(line => line.Length > 0);
            Assert.True(above.Any(line => line.StartsWith("@description('", StringComparison.Ordinal)), $"{template}: {lines[index]}");
        }
    }
}
