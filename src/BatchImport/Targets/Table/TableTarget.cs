using System.Globalization;
using Azure;
using Azure.Data.Tables;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Table;

/// <summary>
/// The target <c>table</c>: an entity per row, inserted or updated by its keys. Sending a row twice results in one entity, so it needs no
/// idempotency key.
/// </summary>
internal sealed class TableTarget(
    TableClient table, ColumnTemplate partitionKey, ColumnTemplate rowKey, TableUpdateMode mode, IReadOnlyList<string> properties) : IRowTarget
{
    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model: 1 KiB of UTF-16.
    private const int MaxKeyLength = 512;

    public string Name => TargetDefinition.TableType;

    public string Resource => $"{table.AccountName}/{table.Name}";

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Key("partition key", partitionKey, row), Key("row key", rowKey, row));
        for (var column = 0; column < properties.Count; column++)
        {
            if (Value(row.Values[column]) is { } value)
            {
                entity[properties[column]] = value;
            }
        }

        try
        {
            await table.UpsertEntityAsync(entity, mode, cancellationToken);
            return $"{entity.PartitionKey}/{entity.RowKey}";
        }
        catch (RequestFailedException ex) when (ex.Status is 0 or 401 or 408 or 429 or >= 500)
        {
            throw new TransientRowException(Describe(ex), ex)
            {
                IsOutage = ex.Status != 429,
                Detail = ex.Status == 0 ? "no answer" : ex.Status.ToString(CultureInfo.InvariantCulture),
            };
        }
        catch (RequestFailedException ex)
        {
            throw new RowRefusedException(Describe(ex), ex);
        }
    }

    private static string Key(string what, ColumnTemplate template, in RowDelivery row)
    {
        var header = row.Header;
        var key = template.Fill(row, (column, value) => value.Length > 0
            ? value
            : throw new RowRefusedException($"{(column is { } index ? CellText.Quote(header[index]) : "a column")} is empty, and the table's {what} needs it"));
        return key.Length <= MaxKeyLength && !key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c))
            ? key
            : throw new RowRefusedException($"{CellText.Quote(key)} cannot be a table's {what}: it may have {MaxKeyLength} characters and none of / \\ # ? and control characters");
    }

    private static object? Value(in Cell cell) => cell.Kind switch
    {
        CellKind.Empty => null,
        CellKind.Boolean => cell.Number != 0,
        CellKind.Number => cell.Number,
        CellKind.Date when SerialDate.ToDateTime(cell.Number) is { Year: > 1600 } date => new DateTimeOffset(date, TimeSpan.Zero),
        _ => CellText.Format(cell),
    };

    private static string Describe(RequestFailedException fault) => fault.Status == 0
        ? "the table service could not be reached"
        : string.Create(CultureInfo.InvariantCulture, $"the table service answered {fault.Status}{(fault.ErrorCode is { } code ? $" ({code})" : "")}");
}
