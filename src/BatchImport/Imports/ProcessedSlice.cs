namespace BatchImport.Imports;

/// <summary>How far a slice came.</summary>
/// <param name="Written">How many results were first writes.</param>
/// <param name="Order">What stopped it before its end; <see cref="RunOrder.Go"/> when nothing did and every row has its result.</param>
public sealed record ProcessedSlice(int Written, RunOrder Order);
