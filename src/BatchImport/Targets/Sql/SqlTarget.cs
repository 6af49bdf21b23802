using System.Globalization;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Sql;

/// <summary>
/// The target <c>sql</c>: the valid rows of a slice are written to a table and recorded in the ledger of the database in one transaction, so that a second
/// delivery changes nothing.
/// </summary>
/// <param name="definition">The definition of the import.</param>
/// <param name="sources">The columns to write that the file has.</param>
/// <param name="database">The database.</param>
internal sealed class SqlTarget(ImportDefinition definition, IReadOnlyList<SqlSource> sources, SqlDatabase database) : IBatchRowTarget
{
    private readonly SqlTargetDefinition _sql = definition.Target.Sql!;

    private volatile Prepared? _prepared;

    public string Name => TargetDefinition.SqlType;

    public string Resource => _sql.Connection;

    public int MaxBatch => 1_000;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (plan, problems) = await SqlTargetCheck.RunAsync(_sql, sources, database, cancellationToken);
            _prepared = plan is null || problems.Count > 0
                ? throw new RejectedException("target-mismatch", $"The definition {definition.Name} cannot write to {_sql.QualifiedTable} of the connection {_sql.Connection}: {string.Join("; ", problems)}. Nothing was written; drop the file again when this is corrected.")
                : new Prepared(plan, database.StatementOf(plan));
        }
        catch (Exception ex) when (database.Find(ex) is { } fault)
        {
            throw Unavailable(fault, ex);
        }
    }

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        var receipt = (await SendAsync([row], cancellationToken))[0];
        return receipt.Errors.Count == 0 ? receipt.Reference : throw new RowRefusedException(ErrorText.Format(receipt.Errors, row.Header));
    }

    public async ValueTask<IReadOnlyList<RowReceipt>> SendAsync(IReadOnlyList<RowDelivery> rows, CancellationToken cancellationToken)
    {
        var prepared = _prepared ?? await PreparedAsync(cancellationToken);
        var receipts = new RowReceipt?[rows.Count];
        var values = new List<(int At, SqlRow Row)>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (Convert(prepared.Plan, rows[i], out var row) is { Count: > 0 } errors)
            {
                receipts[i] = RowReceipt.Refused(errors);
            }
            else
            {
                values.Add((i, row));
            }
        }

        if (values.Count > 0)
        {
            await WriteAsync(prepared, rows, values, receipts, cancellationToken);
        }

        return [.. receipts.Select(static receipt => receipt!.Value)];
    }

    private static List<RowError> Convert(SqlPlan plan, in RowDelivery delivery, out SqlRow row)
    {
        var errors = new List<RowError>();
        row = new SqlRow(delivery.Number, new string?[plan.Fields.Count]);
        for (var i = 0; i < row.Values.Length; i++)
        {
            var field = plan.Fields[i];
            if (SqlValues.Convert(delivery.Values[field.Index], field.Column, field.IsKey, out row.Values[i]) is { } problem)
            {
                errors.Add(new RowError(field.Index, problem));
            }
        }

        return errors;
    }

    private async Task WriteAsync(
        Prepared prepared, IReadOnlyList<RowDelivery> rows, List<(int At, SqlRow Row)> values, RowReceipt?[] receipts, CancellationToken cancellationToken)
    {
        // The rows of an import have one origin: the key of a row is its origin and its number.
        var origin = rows[0].KeyOrigin ?? rows[0].BatchId;
        var missing = new List<(int At, SqlRow Row)>();
        try
        {
            var written = await database.WriteAsync(prepared.Plan, prepared.Statement, origin, [.. values.Select(static each => each.Row)], cancellationToken);
            foreach (var each in values)
            {
                if (written.TryGetValue(each.Row.Number, out var reference))
                {
                    receipts[each.At] = RowReceipt.Taken(reference);
                }
                else
                {
                    missing.Add(each);
                }
            }
        }
        catch (Exception ex) when (database.Find(ex) is { } fault)
        {
            if (fault.Kind != SqlFaultKind.Row || values.Count > 1)
            {
                throw Exception(fault, ex);
            }

            receipts[values[0].At] = RowReceipt.Refused(new RowError(IndexOf(prepared.Plan, fault), fault.Message));
            return;
        }

        // Two rows that the table takes for the same one meet in one statement: each is tried alone before it counts as unknown to the table.
        foreach (var each in missing)
        {
            if (values.Count > 1)
            {
                await WriteAsync(prepared, rows, [each], receipts, cancellationToken);
            }
            else
            {
                var key = prepared.Plan.Key.Select(field => $"{field.Column.Name} {CellText.Quote(each.Row.Values[prepared.Plan.PlaceOf(field)] ?? "")}");
                receipts[each.At] = RowReceipt.Refused(new RowError(prepared.Plan.Key.First().Index, $"{_sql.QualifiedTable} has no row with {string.Join(", ", key)}, and the target only updates rows"));
            }
        }
    }

    private async Task<Prepared> PreparedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
            return _prepared!;
        }
        catch (RejectedException ex)
        {
            // It was checked before the first row: the table has changed since.
            throw new TargetUnavailableException(ex.Message, ex) { Service = Service, Detail = "the table was changed" };
        }
    }

    private Exception Exception(SqlFault fault, Exception inner)
    {
        switch (fault.Kind)
        {
            case SqlFaultKind.Row:
                return new RowRefusedException(fault.Message, inner);
            case SqlFaultKind.Busy:
                return new TransientRowException(fault.Message, inner) { IsOutage = false, Detail = fault.Detail };
            case SqlFaultKind.Outage:
                return new TransientRowException(fault.Message, inner) { Detail = fault.Detail };
            default:
                // The table may have been changed: it is looked at again before the next attempt.
                _prepared = null;
                return Unavailable(fault, inner);
        }
    }

    private string Service => $"target {_sql.Connection}";

    private TargetUnavailableException Unavailable(SqlFault fault, Exception inner) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The database {_sql.Connection} takes no rows: {fault.Message} ({fault.Detail}). Its imports wait."), inner) { Service = Service, Detail = fault.Detail };

    private static int? IndexOf(SqlPlan plan, SqlFault fault) =>
        fault.Columns is [var only] ? plan.Fields.FirstOrDefault(field => string.Equals(field.Column.Name, only, StringComparison.Ordinal))?.Index : null;

    /// <summary>What all batches of an import share.</summary>
    /// <param name="Plan">The columns.</param>
    /// <param name="Statement">The statement that writes them.</param>
    private sealed record Prepared(SqlPlan Plan, string Statement);
}
