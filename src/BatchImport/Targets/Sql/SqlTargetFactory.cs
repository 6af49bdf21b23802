using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Sql;

/// <summary>Creates the targets of the type <c>sql</c>.</summary>
internal sealed class SqlTargetFactory(SqlConnections connections) : IRowTargetFactory
{
    public string Type => TargetDefinition.SqlType;

    public IRowTarget Create(RowTargetContext context)
    {
        var sql = context.Target.Sql ?? throw new InvalidOperationException($"The definition {context.Definition.Name} has a target of the type sql without its options.");
        var sources = new List<SqlSource>();
        foreach (var source in SqlSource.From(context.Definition, sql))
        {
            if (context.IndexOf(source.Name) is { } index)
            {
                sources.Add(source with { Index = index });
            }
            else if (source.IsKey)
            {
                throw new RejectedException("missing-key-column",
                    $"The file has no column {CellText.Quote(source.Name)}, which the definition {context.Definition.Name} needs to find the rows of {sql.QualifiedTable}. Add the column to the file and drop it again.");
            }
        }

        return new SqlTarget(context.Definition, sources, connections.Open(sql));
    }
}
