namespace BatchImport.LocalHost.Hosting;

/// <summary>Another host runs on the state folder.</summary>
/// <param name="folder">The state folder.</param>
public sealed class HostInUseException(string folder)
    : Exception($"Another host runs on the state folder {folder}. Use that one, stop it, or choose another folder with --state <folder> (and other ports).");
