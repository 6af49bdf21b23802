using System.Globalization;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Workbooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BatchImport.Pipeline;

/// <summary>
/// Runs the steps of an import once on generated rows and in memory only, so that the code is compiled by the time
/// the first file arrives: compilation takes the first import longer than its rows do.
/// </summary>
internal sealed partial class StartupWarmup(WorkbookComposer composer, ResultMailComposer mails, IOptions<MailOptions> mailOptions, TimeProvider time, ILogger<StartupWarmup> logger)
{
    // Several times the number of calls (30) after which the runtime recompiles a method with optimizations.
    private const int Rows = 400;

    private static readonly string[] Columns = ["Id", "Name", "Mail", "Country", "Day", "Amount"];

    private static readonly ImportDefinition Definition = new()
    {
        Name = "rehearsal",
        Columns =
        [
            new ColumnDefinition { Name = "Id", Required = true, Pattern = "[0-9]{3}" },
            new ColumnDefinition { Name = "Name", Required = true },
            new ColumnDefinition { Name = "Mail", Type = ColumnType.Email, Required = true },
            new ColumnDefinition { Name = "Country", Allowed = ["Austria", "Belgium"] },
            new ColumnDefinition { Name = "Day", Type = ColumnType.Date, Min = "2015-01-01" },
            new ColumnDefinition { Name = "Amount", Type = ColumnType.Decimal, Min = "0" },
        ],
    };

    private static readonly ImportProgress Import = new()
    {
        BatchId = "rehearsal",
        State = ImportState.Completed,
        FileName = "rehearsal",
        ReceivedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };

    private static readonly Lock Gate = new();
    private static Task? _once;

    /// <summary>Runs the warmup once in a process. Never fails: a fault here also occurs in imports, and is reported there.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            return _once ??= Task.Run(() => TryAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Reads, stages, validates, composes and mails generated rows.</summary>
    internal async Task RehearseAsync(CancellationToken cancellationToken)
    {
        var validator = RowValidator.Bind(Definition, Columns);
        var page = Staged(Spreadsheet(cancellationToken), cancellationToken);
        var results = page.Rows.Select((row, index) => Stored(index, validator.Validate(row.Cells))).ToArray();
        using var workbook = new MemoryStream();
        var header = new WorkbookHeader { Columns = Columns, Convert = validator.Convert };
        var counts = await composer.ComposeAsync(
            header, Once(new ResultPage(page, results)), _ => new WorkbookSummary { Import = Import }, workbook, cancellationToken);
        await MailAsync(new WorkbookCounts(counts.Succeeded, counts.Failed, 0), workbook.ToArray(), cancellationToken);
    }

    private static MemoryStream Spreadsheet(CancellationToken cancellationToken)
    {
        var package = InMemoryPackage.Create();
        var sheet = package.Workbook.Worksheets.Add("Rows");
        for (var column = 0; column < Columns.Length; column++)
        {
            sheet.Cells[1, column + 1].Value = Columns[column];
        }

        sheet.Column(5).Style.Numberformat.Format = "yyyy-mm-dd";
        for (var row = 0; row < Rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = row.ToString("D3", CultureInfo.InvariantCulture);
            object[] values = [id, "Ada " + id, row % 10 == 0 ? "nobody" : id + "@example.com", row % 2 == 0 ? "Austria" : "Belgium", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(row), row / 8.0];
            for (var column = 0; column < values.Length; column++)
            {
                sheet.Cells[row + 2, column + 1].Value = values[column];
            }
        }

        return new MemoryStream(package.GetAsByteArray());
    }

    private static RowPage Staged(MemoryStream content, CancellationToken cancellationToken)
    {
        using var reader = Spreadsheets.Spreadsheet.Open(content, new SpreadsheetLimits());
        var rows = new List<StagedRow>(Rows);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(new StagedRow(reader.RowNumber, reader.Cells.ToArray(), reader.RowProblem));
        }

        return RowPageCodec.Decode(0, RowPageCodec.Encode(new RowPage(0, rows)));
    }

    private static RowResult Stored(int index, IReadOnlyList<RowError> errors) => RowResultCodec.Decode(
        index, RowResultCodec.Encode(errors.Count == 0 ? RowResult.Success(index) : RowResult.Error(index, errors)));

    private static async IAsyncEnumerable<ResultPage> Once(ResultPage page)
    {
        await Task.CompletedTask;
        yield return page;
    }

    private async Task MailAsync(WorkbookCounts counts, byte[] workbook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mail = mails.Compose(new ResultMailContent
        {
            To = "nobody@example.com",
            Counts = counts,
            FirstErrors = [],
            Attachment = new MailAttachment("rehearsal.xlsx", WorkbookComposer.ContentType, workbook),
            Progress = Import,
        });
        using var message = MimeMail.Create(mail, mailOptions.Value, now);
        await message.WriteToAsync(Stream.Null, cancellationToken);
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RehearseAsync(cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(ex);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(1621, LogLevel.Warning, "The warmup at the start of the host failed; only the first import is slower")]
    private partial void LogFailed(Exception exception);
}
