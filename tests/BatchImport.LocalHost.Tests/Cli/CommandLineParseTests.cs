using BatchImport.LocalHost.Cli;

namespace BatchImport.LocalHost.Tests.Cli;

public sealed class CommandLineParseTests
{
    [Theory]
    [InlineData("list")]
    [InlineData("list --only failed,REJECTED --since 7d --until 2026-01-31 --owner ada@example.com --skip 20 --take 200 --json")]
    [InlineData("show 3f2a")]
    [InlineData("show 3F2A9C0100000000000000000000ffff --errors 0 --json --state elsewhere --port 8080")]
    [InlineData("pause 3f2a9c01 --json")]
    [InlineData("resume 3f2a9c01 --wait --timeout 5")]
    [InlineData("cancel 3f2a9c01 --wait")]
    [InlineData("retry 3f2a9c01 --json")]
    [InlineData("resend 3f2a9c01")]
    [InlineData("definitions list --json --port 8080")]
    [InlineData("definitions show customers")]
    [InlineData("definitions delete customers --state elsewhere")]
    [InlineData("definitions template customers --output form.xlsx --force")]
    [InlineData("serve --listen 0.0.0.0")]
    [InlineData("serve --listen [::]")]
    public void A_command_line_is_understood(string line) => Assert.Empty(CommandLineApp.CreateRoot().Parse(line).Errors);

    [Theory]
    [InlineData("list --only lost", "'lost' is not a state. Valid states: queued, ")]
    [InlineData("list --only 3", "'3' is not a state.")]
    [InlineData("list --since yesterday", "--since takes a time such as 30m, 12h or 7d (ago)")]
    [InlineData("list --until 5", "--until takes a time such as")]
    [InlineData("list --take 0", "--take takes a number from 1 to 200.")]
    [InlineData("list --take many", "Cannot parse argument 'many' for option '--take'")]
    [InlineData("list --redis-port 6390", "Unrecognized command or argument '--redis-port'.")]
    [InlineData("show", "Required argument missing for command: 'show'.")]
    [InlineData("show 3f2", "'3f2' is not the id of an import, which has 32 characters of 0-9 and a-f, of which the first 4 or more are enough.")]
    [InlineData("show customers.xlsx", "'customers.xlsx' is not the id of an import")]
    [InlineData("show 3f2a --errors -1", "--errors takes")]
    [InlineData("pause 3f2a9c01 --wait", "Unrecognized command or argument '--wait'.")]
    [InlineData("cancel 3f2a9c01 --wait --json", "--json reports the command and --wait the end of the import: use only one of them.")]
    [InlineData("cancel 3f2a9c01 --wait --timeout 0", "--timeout takes a number of seconds above 0.")]
    [InlineData("definitions show Customers!", "'Customers!' is not the name of a definition")]
    [InlineData("definitions put missing.json", "There is no file 'missing.json'.")]
    [InlineData("definitions new missing.xlsx", "There is no file 'missing.xlsx'.")]
    [InlineData("serve --listen everywhere", "--listen takes an IP address of this machine, or 0.0.0.0 or [::] for all of them.")]
    public void A_wrong_one_is_refused_with_the_reason(string line, string message) =>
        Assert.StartsWith(message, CommandLineApp.CreateRoot().Parse(line).Errors[0].Message, StringComparison.Ordinal);
}
