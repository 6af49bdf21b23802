namespace BatchImport.LocalHost.Functions;

/// <summary>Runs the function at HTTP requests.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : Attribute
{
    /// <summary>Any method, with a function key.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>The given methods; the level is the enumeration's first, as the genuine attribute has it.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(default, methods)
    {
    }

    /// <summary>Any method at a level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>The given methods at a level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route behind the prefix, with ASP.NET Core's route parameters; the function's name unless told.</summary>
    public string? Route { get; set; }

    /// <summary>The HTTP methods; null or none for all.</summary>
    public string[]? Methods { get; }

    /// <summary>The key a deployed app asks for. As with Core Tools, none is asked for on this machine.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
