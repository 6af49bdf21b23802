namespace BatchImport.Imports;

/// <summary>The last command of a user to an import. It is stored beside the pages, so that it also applies when Redis has lost it.</summary>
/// <param name="Command">What rows may do.</param>
public sealed record IssuedCommand(RunCommand Command);
