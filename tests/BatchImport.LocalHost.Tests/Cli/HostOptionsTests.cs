using System.CommandLine;
using BatchImport.LocalHost.Cli;

namespace BatchImport.LocalHost.Tests.Cli;

public sealed class HostOptionsTests
{
    private readonly HostOptions _options = new();
    private readonly Command _command = new("serve");

    public HostOptionsTests() => _options.AddTo(_command);

    [Fact]
    public void Ports_are_the_usual_ones_and_the_state_folder_is_the_project_s_unless_told()
    {
        var arguments = _options.Read(_command.Parse(""));

        Assert.Equal((7071, 10000, 10001, 10002, 6380), (arguments.Port, arguments.BlobPort, arguments.QueuePort, arguments.TablePort, arguments.RedisPort));
        Assert.Equal(".batchimport", Path.GetFileName(arguments.StateFolder));
        Assert.False(arguments.IsStateFolderChosen);
    }

    [Theory]
    [InlineData("--port 70000", "--port takes a port from 0 to 65535.")]
    [InlineData("--redis-port -1", "--redis-port takes a port from 0 to 65535.")]
    [InlineData("--blob-port x", "Cannot parse argument 'x' for option '--blob-port'")]
    public void A_port_that_is_none_is_refused(string line, string message) =>
        Assert.StartsWith(message, Assert.Single(_command.Parse(line).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void The_project_s_folder_is_the_nearest_one_up_with_a_solution_or_a_host_json()
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.json", "{}");
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b")).FullName;

        Assert.Equal(folder.Path, HostArguments.ProjectFolder(below));
    }
}
