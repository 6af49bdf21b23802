using System.Globalization;

namespace BatchImport.LocalHost.Invocation;

/// <summary>Values of parameters that are parts of a blob's path or of a route. Called by compiled code.</summary>
internal static class NameValue
{
    /// <summary>True for types that a part can be converted to: text, and types that .NET parses from text.</summary>
    public static bool CanBe(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(Guid) || (plain.IsPrimitive && plain != typeof(nint) && plain != typeof(nuint));
    }

    /// <summary>The part with a name; the type's default when an optional part is missing.</summary>
    /// <exception cref="FormatException">The part cannot be converted to that type.</exception>
    public static T? Get<T>(FunctionCall invocation, string name, string function)
    {
        if (!invocation.Names.TryGetValue(name, out var text) || text is null)
        {
            return default;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            var value = type == typeof(string) ? text
                : type == typeof(Guid) ? Guid.Parse(text, CultureInfo.InvariantCulture)
                : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
            return (T)value;
        }
        catch (Exception ex) when (ex is FormatException or OverflowException or InvalidCastException)
        {
            throw new FormatException($"Function '{function}' takes '{name}' as {type.Name}, and the value is not a valid {type.Name}.", ex);
        }
    }
}
