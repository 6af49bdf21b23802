using System.Runtime.Versioning;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class StateFolderTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_its_owner_reads_it_also_when_it_was_there_before(bool exists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has the permissions of the user's profile.");
        var path = Path.Combine(_folder.Path, "state");
        if (exists)
        {
            Directory.CreateDirectory(path, Everyone);
        }

        var state = new StateFolder(path);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Owner, File.GetUnixFileMode(state.Path));
        Assert.Equal(Owner, File.GetUnixFileMode(state.Logs));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_all_users_share_is_refused_and_left_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sticky bit.");
        var path = Path.Combine(_folder.Path, "shared");
        var mode = Everyone | UnixFileMode.StickyBit;
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode);

        var exception = Assert.Throws<LocalHostException>(() => new StateFolder(path));

        Assert.Contains("--state", exception.Message, StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_path_that_cannot_be_a_folder_is_named_with_what_to_do()
    {
        var file = _folder.Write("file", "no folder");

        var exception = Assert.Throws<LocalHostException>(() => new StateFolder(Path.Combine(file, "state")));

        Assert.StartsWith(Path.Combine(file, "state") + " cannot be created or written", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--state", exception.Message, StringComparison.Ordinal);
    }
}
