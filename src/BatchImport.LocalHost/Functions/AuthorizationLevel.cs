namespace BatchImport.LocalHost.Functions;

/// <summary>Which key a deployed function app asks for at an HTTP request. On this machine none is asked for.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A user's token.</summary>
    User = 1,

    /// <summary>The function's key.</summary>
    Function = 2,

    /// <summary>An extension's key.</summary>
    System = 3,

    /// <summary>The app's master key.</summary>
    Admin = 4,
}
