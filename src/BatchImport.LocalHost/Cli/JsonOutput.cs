using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary>JSON for programs, the only content of standard output. Everything but plain ASCII is escaped, so that it is safe on a terminal.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(IAnsiConsole console, JsonNode json) => console.WriteLineAsIs(json.ToJsonString(Indented));

    public static void Write(IAnsiConsole console, JsonElement json) => console.WriteLineAsIs(JsonSerializer.Serialize(json, Indented));

    /// <summary>The option that selects it.</summary>
    public static System.CommandLine.Option<bool> Option() => new("--json") { Description = "Writes the endpoint's JSON to standard output, for programs." };
}
