using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using BatchImport.Testing;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace BatchImport.Tests;

/// <summary>Dependencies point one way: between the projects, and between the folders of the library.</summary>
public sealed partial class ArchitectureTests
{
    private const string Library = "BatchImport";

    /// <summary>The folders of the library in layers, from the lowest to the highest. A folder uses only folders of lower layers.</summary>
    private static readonly string[][] Layers =
    [
        ["Common"],
        ["Spreadsheets"],
        ["Definitions"],
        ["Staging"],
        ["Imports"],
        ["Telemetry"],
        ["Results"],
        ["Workbooks", "Mail", "Targets"],
        ["Webhooks"],
        ["Pipeline"],
    ];

    /// <summary>The projects below src, each with the projects that it may use.</summary>
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        [Library] = [],
        ["BatchImport.Functions"] = [Library],
        ["BatchImport.FunctionApp"] = [Library, "BatchImport.Functions"],
        ["BatchImport.LocalHost"] = [Library, "BatchImport.Functions"],
    };

    private static readonly Architecture Assembly = new ArchLoader().LoadAssembly(typeof(BatchImportServiceCollectionExtensions).Assembly).Build();

    public static TheoryData<string> Folders => [.. Layers.SelectMany(layer => layer)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_type_uses_only_types_of_lower_layers(string folder)
    {
        var refused = NotBelow(folder).Select(InFolder).Append($"{Library}$");

        Types().That().ResideInNamespaceMatching($"^{InFolder(folder)}")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($"^({string.Join('|', refused)})"))
            .Check(Assembly);
    }

    /// <summary>
    /// The assembly does not show everything: constants and <c>nameof</c> are inlined, and ArchUnitNET does not read asynchronous iterators
    /// and the types of <c>catch</c> clauses.
    /// </summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public void A_file_names_only_folders_of_lower_layers(string folder)
    {
        var refused = NotBelow(folder).ToArray();
        var files = FilesOfTheLibrary().Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(
            NamedFolder().Matches(TextOf(file)).Select(match => match.Groups["folder"].Value).Intersect(refused, StringComparer.Ordinal)));
    }

    [Fact]
    public void The_layers_name_every_folder_of_the_library() => Assert.Equal(
        FilesOfTheLibrary().Where(file => file.Contains('/', StringComparison.Ordinal)).Select(file => file[..file.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        Layers.SelectMany(layer => layer).Order(StringComparer.Ordinal));

    [Fact]
    public void A_namespace_is_the_folder_of_its_file() => Assert.All(FilesOfTheLibrary(), file => Assert.Equal(
        string.Join('.', [Library, .. file.Split('/')[..^1]]),
        Namespace().Match(TextOf(file)).Groups["name"].Value));

    [Fact]
    public void The_library_uses_no_assembly_of_a_host()
    {
        string[] hosts = ["Microsoft.Azure.Functions", "Microsoft.Azure.WebJobs", "Microsoft.DurableTask", "DurableTask", "Microsoft.AspNetCore", Library];
        var used = typeof(BatchImportServiceCollectionExtensions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToArray();

        Assert.Contains("StackExchange.Redis", used);
        Assert.DoesNotContain(used, name => Array.Exists(hosts, host => $"{name}.".StartsWith($"{host}.", StringComparison.Ordinal)));
    }

    /// <summary>What only a host knows: its settings, its files, its queues and its addresses. Each host gives the library what it needs of them.</summary>
    [Fact]
    public void The_library_names_nothing_of_a_host()
    {
        var files = FilesOfTheLibrary();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(NameOfHost().Matches(TextOf(file)).Select(static match => match.Value)));
    }

    [Theory]
    [InlineData("configuration[\"AzureWebJobsStorage\"]")]
    [InlineData("configuration[\"WEBSITE_SITE_NAME\"]")]
    [InlineData("// see host.json")]
    [InlineData("$\"GET /api/imports/{id}\"")]
    [InlineData("$\"{root}/imports/{id}/workbook\"")]
    [InlineData("new Uri(root, \"imports/\" + id)")]
    [InlineData("or run 'import --again' on the command line")]
    public void A_name_of_a_host_is_found(string text) => Assert.Matches(NameOfHost(), text);

    [Fact]
    public void A_project_references_only_those_below_it()
    {
        var files = Directory.EnumerateDirectories(Repository.PathOf("src")).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj")).ToArray();

        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Empty(
            XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Except(Projects[Path.GetFileNameWithoutExtension(file)], StringComparer.Ordinal)));
    }

    /// <summary>The folders that a folder may not use: those of higher layers, and the others of its layer.</summary>
    private static IEnumerable<string> NotBelow(string folder) => Layers
        .SkipWhile(layer => !layer.Contains(folder, StringComparer.Ordinal))
        .SelectMany(layer => layer)
        .Where(other => other != folder);

    /// <summary>The source files of the library, relative to its folder, with forward slashes.</summary>
    private static string[] FilesOfTheLibrary()
    {
        var root = Repository.PathOf("src", Library);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)),
        ];
    }

    private static string TextOf(string file) => File.ReadAllText(Repository.PathOf("src", Library, file));

    private static string InFolder(string folder) => $@"{Library}\.{folder}(\.|$)";

    [GeneratedRegex(@"\bBatchImport\.(?<folder>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex NamedFolder();

    [GeneratedRegex(@"AzureWebJobs|webjobs-|WEBSITE_\w+|FUNCTIONS_\w+|host\.json|local\.settings|LocalHost|command line|(?<!rest)/api/|imports/", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex NameOfHost();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Namespace();
}
