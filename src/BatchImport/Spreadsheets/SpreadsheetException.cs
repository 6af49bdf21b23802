using BatchImport.Common;

namespace BatchImport.Spreadsheets;

/// <summary>The file is not a spreadsheet, is broken, or exceeds a limit: the only exception that reading throws for the content of a file.</summary>
/// <param name="code">A stable code for programs: <c>not-a-spreadsheet</c>, <c>truncated</c>, <c>password-protected</c>.</param>
/// <param name="message">The file's part, the place and the rule, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class SpreadsheetException(string code, string message, Exception? innerException = null)
    : RejectedException(code, message, innerException);
