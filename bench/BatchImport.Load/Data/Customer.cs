namespace BatchImport.Load.Data;

/// <summary>One row of the load tool's file, as shown in a spreadsheet.</summary>
/// <param name="Number">Its number in the sheet, from 2: the header is row 1.</param>
/// <param name="Texts">The six text columns, Id to Country.</param>
/// <param name="SignupDate">The date's serial day number.</param>
/// <param name="Amount">The amount.</param>
/// <param name="IsValid">True when the row is valid by the definition <c>customers</c>.</param>
internal readonly record struct Customer(int Number, string[] Texts, int SignupDate, double Amount, bool IsValid);
