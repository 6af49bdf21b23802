using Azure.Core;
using Azure.Data.Tables;
using BatchImport.Common;
using BatchImport.Definitions;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets.Table;

/// <summary>Creates the targets of the type <c>table</c>.</summary>
internal sealed class TableTargetFactory : IRowTargetFactory
{
    // The limit of the table service per entity: 255 properties, three of them reserved.
    private const int MaxProperties = 252;

    private readonly Lazy<TableServiceClient?> _service;

    public TableTargetFactory(IOptions<TargetOptions> options, Func<TokenCredential> credential) =>
        _service = new Lazy<TableServiceClient?>(() => Open(options.Value.Table, credential));

    public string Type => TargetDefinition.TableType;

    public IRowTarget Create(RowTargetContext context)
    {
        var definition = context.Target.Table ?? throw new InvalidOperationException($"The definition {context.Definition.Name} has a target of the type table without its options.");
        var service = _service.Value ?? throw new RejectedException("missing-setting",
            $"The definition {context.Definition.Name} sends its rows to a table, but neither {TargetOptions.Section}:Table:{nameof(TableTargetOptions.ConnectionString)} nor {TargetOptions.Section}:Table:{nameof(TableTargetOptions.ServiceUri)} is set. Ask the operator of this installation to set one of them, and drop the file again.");
        if (context.Header.Count > MaxProperties)
        {
            throw new RejectedException("too-many-columns", $"The file has {context.Header.Count} columns; a table stores up to {MaxProperties} a row. Remove columns and drop the file again.");
        }

        return new TableTarget(
            service.GetTableClient(definition.Table),
            new ColumnTemplate(Template.Parse(definition.PartitionKey), context),
            new ColumnTemplate(Template.Parse(definition.RowKey), context),
            definition.Merge ? TableUpdateMode.Merge : TableUpdateMode.Replace,
            PropertyNames.From(context.Header));
    }

    private static TableServiceClient? Open(TableTargetOptions options, Func<TokenCredential> credential)
    {
        // The definition controls retries, and they must not be nested.
        var client = new TableClientOptions { Retry = { MaxRetries = 0 } };
        return options switch
        {
            { ConnectionString.Length: > 0 } => new TableServiceClient(options.ConnectionString, client),
            { ServiceUri.Length: > 0 } => new TableServiceClient(new Uri(options.ServiceUri), credential(), client),
            _ => null,
        };
    }
}
