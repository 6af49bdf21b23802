using System.Diagnostics;
using System.Runtime.CompilerServices;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Workbooks;
using StackExchange.Redis;

namespace BatchImport.Load.Compare;

/// <summary>
/// The duration of the same work without an orchestration, with the product's components: the XLSX is read, each row validated and written to
/// Redis with 64 writes in flight, and the workbook streamed meanwhile. No blob, no page, no retry, nothing that survives a crash.
/// </summary>
internal static class Bound
{
    private const int WritesInFlight = 64;

    /// <summary>Does the work once.</summary>
    /// <param name="file">The XLSX file.</param>
    /// <param name="definition">The definition's file.</param>
    /// <param name="redis">A StackExchange.Redis connection string.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How long it took, in seconds.</returns>
    public static async Task<double> RunAsync(string file, string definition, string redis, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var columns = DefinitionReader.Read(await File.ReadAllBytesAsync(definition, cancellationToken), definition);
        var workbook = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        RedisKey key = Path.GetRandomFileName();
        try
        {
            var began = Stopwatch.GetTimestamp();
            await using var source = File.OpenRead(file);
            using var reader = Spreadsheet.Open(source, new SpreadsheetLimits());
            var validator = RowValidator.Bind(columns, reader.Header);
            await using (var target = File.Create(workbook))
            {
                var pages = PagesAsync(reader, validator, connection.GetDatabase(), key, cancellationToken);
                await new WorkbookComposer().ComposeAsync(
                    new WorkbookHeader { Columns = reader.Header, Convert = validator.Convert }, pages, _ => Summary, target, cancellationToken);
            }

            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            File.Delete(workbook);
            await connection.GetDatabase().KeyDeleteAsync(key);
        }
    }

    private static WorkbookSummary Summary { get; } = new()
    {
        Import = new ImportProgress { BatchId = "bound", State = ImportState.Completed, FileName = "bound", ReceivedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch },
    };

    private static async IAsyncEnumerable<ResultPage> PagesAsync(
        ISpreadsheetReader reader, RowValidator validator, IDatabase redis, RedisKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var turns = new SemaphoreSlim(WritesInFlight);
        for (var page = 0; ; page++)
        {
            var rows = new List<StagedRow>(RowPage.Size);
            var results = new List<RowResult?>(RowPage.Size);
            while (rows.Count < RowPage.Size && reader.Read())
            {
                var row = new StagedRow(reader.RowNumber, reader.Cells.ToArray(), reader.RowProblem);
                var errors = validator.Validate(row.Cells);
                var result = errors.Count == 0 ? RowResult.Success(rows.Count) : RowResult.Error(rows.Count, errors);
                rows.Add(row);
                results.Add(result);
                await turns.WaitAsync(cancellationToken);
                _ = WriteAsync((page * RowPage.Size) + rows.Count, result);
            }

            if (rows.Count > 0)
            {
                yield return new ResultPage(new RowPage(page, rows), results);
            }

            if (rows.Count < RowPage.Size)
            {
                break;
            }
        }

        for (var turn = 0; turn < WritesInFlight; turn++)
        {
            await turns.WaitAsync(cancellationToken);
        }

        async Task WriteAsync(int number, RowResult result)
        {
            await redis.HashSetAsync(key, number, RowResultCodec.Encode(result));
            turns.Release();
        }
    }
}
