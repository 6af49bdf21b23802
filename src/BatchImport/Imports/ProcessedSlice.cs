namespace BatchImport.Imports;

/// <summary>The progress of a slice.</summary>
/// <param name="Written">How many results were first writes.</param>
/// <param name="Command">What stopped it before its end; <see cref="RunCommand.Continue"/> when nothing did and every row has its result.</param>
public sealed record ProcessedSlice(int Written, RunCommand Command);
