using BatchImport.LocalHost.Cli;

namespace BatchImport.LocalHost.Tests.Cli;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain [red]äöü 漢字 😀", "plain [red]äöü 漢字 😀")]
    [InlineData("a\u001b[31mb", @"a\u001b[31mb")]
    [InlineData("two\r\nlines", @"two\u000d\u000alines")]
    [InlineData("c1\u009b31m", @"c1\u009b31m")]
    [InlineData("gnp.\u202excod", @"gnp.\u202excod")]
    [InlineData("line\u2028end", @"line\u2028end")]
    public void What_would_steer_a_terminal_is_spelled_out(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));
}
