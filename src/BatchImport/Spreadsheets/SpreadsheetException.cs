using BatchImport.Common;

namespace BatchImport.Spreadsheets;

/// <summary>A file that is no spreadsheet, a broken one, or one over a limit: the only exception reading throws for what is in a file.</summary>
/// <param name="code">A stable word for programs: <c>not-a-spreadsheet</c>, <c>truncated</c>, <c>password-protected</c>.</param>
/// <param name="message">The file's part, the place and the rule, and what to do next.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class SpreadsheetException(string code, string message, Exception? innerException = null)
    : RejectedException(code, message, innerException);
