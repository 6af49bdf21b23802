using System.Diagnostics;
using System.Globalization;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class ProcessRecordTests
{
    [Fact]
    public void A_process_that_runs_is_found_by_its_record()
    {
        using var self = Process.GetCurrentProcess();
        using var found = ProcessRecord.From(self).Find();

        Assert.Equal(self.Id, found?.Id);
    }

    [Fact]
    public void A_process_of_the_same_id_that_started_at_another_time_is_another_one()
    {
        using var self = Process.GetCurrentProcess();
        var record = ProcessRecord.From(self);

        Assert.Null((record with { StartedAt = record.StartedAt.AddMinutes(-1) }).Find());
    }

    [Fact]
    public async Task A_process_that_ended_and_that_nobody_waited_for_has_gone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux a process that was not waited for keeps its id, and its start can be read after its end.");

        // A shell starts a process and becomes another program, which does not know the child and never waits for it.
        using var parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            var id = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);
            using var child = Process.GetProcessById(id);
            var record = ProcessRecord.From(child);
            using var adopted = ChildProcess.Adopt(record);
            Assert.NotNull(adopted);
            Assert.False(adopted.HasExited);
            var program = string.Create(CultureInfo.InvariantCulture, $"/proc/{parent.Id}/comm");
            await Eventually.HoldsAsync(async () => await File.ReadAllTextAsync(program) == "sleep\n", "the shell has become the other program");

            child.Kill();

            await adopted.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(adopted.HasExited);
            Assert.Null(record.Find());
        }
        finally
        {
            parent.Kill();
        }
    }
}
