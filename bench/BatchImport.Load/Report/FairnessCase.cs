namespace BatchImport.Load.Report;

/// <summary>Small imports during a large one.</summary>
/// <param name="SmallRows">Rows of a small file.</param>
/// <param name="Alone">A small one alone; seconds.</param>
/// <param name="One">One dropped while the large one's rows are processed; seconds from the blob's arrival to the mail.</param>
/// <param name="Many">The number of small ones that are then dropped at once.</param>
/// <param name="SlowestOfMany">The last of these to be mailed; seconds.</param>
/// <param name="LargeAlone">The large one alone, in the same minutes; seconds.</param>
/// <param name="Large">The large one during all of them; seconds.</param>
internal sealed record FairnessCase(int SmallRows, double Alone, double One, int Many, double SlowestOfMany, double LargeAlone, double Large);
