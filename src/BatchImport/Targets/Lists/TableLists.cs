using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Targets.Sql;

namespace BatchImport.Targets.Lists;

/// <summary>Lists as columns of database tables, read through the connections of sql targets.</summary>
/// <param name="connections">The connections.</param>
internal sealed class TableLists(SqlConnections connections)
{
    private const int MaxListed = 30;

    /// <summary>Reads the different values of a column.</summary>
    /// <param name="definition">The name of the definition, for messages.</param>
    /// <param name="source">The column.</param>
    /// <param name="most">The most values to return.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RejectedException">The connection, table or column does not exist.</exception>
    /// <exception cref="TargetUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(string definition, ReferenceSource source, int most, CancellationToken cancellationToken)
    {
        var database = connections.Open(source.Connection!);
        var place = new SqlTargetDefinition { Provider = connections.ProviderOf(source.Connection!), Connection = source.Connection!, Schema = source.Schema, Table = source.Table! };
        try
        {
            var table = await database.DescribeAsync(place, cancellationToken)
                ?? throw Unknown("table", definition, source, source.QualifiedTable!, "tables", await database.ListTablesAsync(place, cancellationToken));
            var column = table.Find(source.Column!)
                ?? throw Unknown("column", definition, source, source.Column!, "columns", [.. table.Columns.Select(static each => each.Name)]);
            return await database.ReadValuesAsync(place, column.Name, most, cancellationToken);
        }
        catch (Exception ex) when (database.Find(ex) is { } fault)
        {
            throw new TargetUnavailableException($"The database {source.Connection} cannot be read: {fault.Message} ({fault.Detail}). Imports that need its values wait.", ex)
            {
                Service = $"database {source.Connection}",
                Detail = fault.Detail,
            };
        }
    }

    private static RejectedException Unknown(string what, string definition, ReferenceSource source, string name, string choices, IReadOnlyList<string> found) => new(
        $"unknown-list-{what}",
        $"The definition {definition} allows the values of {source.Title}, but the connection {source.Connection} has no {what} {CellText.Quote(name)}, or may not see it ({(found.Count == 0 ? "it sees none there" : $"{choices}: {string.Join(", ", found.Take(MaxListed))}{(found.Count > MaxListed ? ", …" : "")}")}). Correct the definition and drop the file again.");
}
