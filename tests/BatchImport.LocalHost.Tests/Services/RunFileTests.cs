using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class RunFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = Path.Combine(_folder.Path, "run.json");
        var run = new RunFile { Azurite = new RunningService(new ProcessRecord(7, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), 1, 2) };

        run.Write(path);

        Assert.Equal(run, RunFile.Read(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"host\": ")]
    [InlineData("[]")]
    public void A_broken_file_says_that_nothing_is_known_to_run(string content) => Assert.Equal(new RunFile(), RunFile.Read(_folder.Write("run.json", content)));

    [Fact]
    public void A_missing_file_says_that_nothing_is_known_to_run() => Assert.Equal(new RunFile(), RunFile.Read(Path.Combine(_folder.Path, "run.json")));

    [Fact]
    public void A_process_is_known_by_its_id_and_its_start()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var record = ProcessRecord.From(self);

        using var found = record.Find();
        Assert.Equal(self.Id, found?.Id);
        Assert.Null((record with { StartedAt = record.StartedAt.AddMinutes(-1) }).Find());
        Assert.Null(new ProcessRecord(int.MaxValue, record.StartedAt).Find());
    }
}
