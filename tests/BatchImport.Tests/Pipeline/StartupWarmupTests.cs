using BatchImport.Mail;
using BatchImport.Pipeline;
using BatchImport.Testing;
using BatchImport.Workbooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Tests.Pipeline;

public sealed class StartupWarmupTests
{
    [Fact]
    public async Task A_rehearsal_goes_through_everything_and_has_nothing_to_tell()
    {
        var log = new RecordingLoggerProvider();
        var options = Options.Create(new MailOptions { From = "imports@example.com" });
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var warmup = new StartupWarmup(
            new WorkbookComposer(), new ResultMailComposer(options), options, TimeProvider.System, loggers.CreateLogger<StartupWarmup>());

        await warmup.RehearseAsync(TestContext.Current.CancellationToken);
        await warmup.RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(log.Lines);
    }
}
