namespace BatchImport.Imports;

/// <summary>The last thing somebody asked of a run; kept beside the pages, so that it holds also when Redis has lost it.</summary>
/// <param name="Order">What rows may do.</param>
public sealed record ImportOrder(RunOrder Order);
