using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Invocation;

/// <summary>The functions of a host: found by their attribute, validated and compiled once, at start.</summary>
internal sealed class FunctionCatalogue
{
    private FunctionCatalogue(IReadOnlyList<Function> functions, IReadOnlyList<string> disabled)
    {
        Functions = functions;
        Disabled = disabled;
    }

    /// <summary>The functions that are enabled, by name.</summary>
    public IReadOnlyList<Function> Functions { get; }

    /// <summary>The names of functions that a setting disables.</summary>
    public IReadOnlyList<string> Disabled { get; }

    /// <summary>Finds the functions of some assemblies.</summary>
    /// <exception cref="FunctionBindingException">A function uses something that this host does not support, or two share a name.</exception>
    public static FunctionCatalogue Load(IEnumerable<Assembly> assemblies, IConfiguration settings) =>
        Load(assemblies.SelectMany(assembly => assembly.GetTypes()), settings);

    /// <summary>Finds the functions of some types.</summary>
    /// <exception cref="FunctionBindingException">A function uses something that this host does not support, or two share a name.</exception>
    public static FunctionCatalogue Load(IEnumerable<Type> types, IConfiguration settings)
    {
        const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var functions = new SortedDictionary<string, Function>(StringComparer.OrdinalIgnoreCase);
        var disabled = new List<string>();
        foreach (var method in types.SelectMany(type => type.GetMethods(AnyMethod)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var function = FunctionCompiler.Compile(method, attribute.Name);
            if (IsDisabled(function.Name, settings))
            {
                disabled.Add(function.Name);
            }
            else if (!functions.TryAdd(function.Name, function))
            {
                throw new FunctionBindingException(
                    $"Two functions are named '{function.Name}': {functions[function.Name].Definition.EntryPoint} and {function.Definition.EntryPoint}. Rename one.");
            }
        }

        return new FunctionCatalogue([.. functions.Values], disabled);
    }

    // The documented setting has dots; where environment variables cannot have them, the platform uses double underscores instead.
    private static bool IsDisabled(string name, IConfiguration settings) =>
        (settings[$"AzureWebJobs.{name}.Disabled"] ?? settings[$"AzureWebJobs:{name}:Disabled"]) is { } value
        && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
