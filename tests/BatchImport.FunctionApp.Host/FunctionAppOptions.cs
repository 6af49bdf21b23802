using System.Globalization;

namespace BatchImport.FunctionApp.Host;

/// <summary>Represents the app that the host runs. Settings of the app come from environment variables, as on the Functions host.</summary>
/// <param name="AppAssembly">The path of the built function app.</param>
/// <param name="Port">The loopback port for HTTP.</param>
internal sealed record FunctionAppOptions(string AppAssembly, int Port)
{
    /// <summary>The folder of the built function app.</summary>
    public string AppFolder => Path.GetDirectoryName(AppAssembly)!;

    /// <summary>Where the host serves HTTP.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    /// <summary>The largest request body in bytes: the Functions host's setting and default.</summary>
    public long BodySizeLimit { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : 104_857_600;

    /// <summary>Reads the arguments <c>&lt;assembly&gt; &lt;port&gt;</c>.</summary>
    /// <returns>The options; null when the arguments are not these.</returns>
    public static FunctionAppOptions? Parse(string[] arguments) =>
        arguments is [var assembly, var port] && File.Exists(assembly) && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FunctionAppOptions(Path.GetFullPath(assembly), number)
            : null;
}
