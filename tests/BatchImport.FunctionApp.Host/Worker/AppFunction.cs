using System.Text.Json;
using BatchImport.FunctionApp.Host.Worker.Rpc;

namespace BatchImport.FunctionApp.Host.Worker;

/// <summary>A function of the app, as its worker describes it.</summary>
internal sealed class AppFunction
{
    private const string Trigger = "Trigger";

    /// <param name="metadata">The worker's description.</param>
    public AppFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        Bindings = [.. metadata.RawBindings.Select(binding => JsonElement.Parse(binding)).Where(binding => Text(binding, "direction") == "In")];
        TriggerBinding = Bindings.Single(binding => Type(binding).EndsWith(Trigger, StringComparison.Ordinal));
    }

    /// <summary>The worker's description, which a load request repeats.</summary>
    public RpcFunctionMetadata Metadata { get; }

    /// <summary>The function's name.</summary>
    public string Name => Metadata.Name;

    /// <summary>The input bindings in the order of the function's parameters, the trigger included.</summary>
    public IReadOnlyList<JsonElement> Bindings { get; }

    /// <summary>The binding that starts the function.</summary>
    public JsonElement TriggerBinding { get; }

    /// <summary>True for a function with an HTTP trigger.</summary>
    public bool IsHttp => Type(TriggerBinding) == "httpTrigger";

    /// <summary>True for a function whose result goes to the Durable Task extension.</summary>
    public bool HasResult => Type(TriggerBinding) is "activityTrigger" or "orchestrationTrigger";

    /// <summary>A binding's type, such as <c>blobTrigger</c>.</summary>
    public static string Type(JsonElement binding) => Text(binding, "type") ?? throw new FormatException("A binding has no type.");

    /// <summary>A property of a binding; null when the binding does not have it.</summary>
    public static string? Text(JsonElement binding, string name) => binding.TryGetProperty(name, out var value) ? value.ToString() : null;
}
