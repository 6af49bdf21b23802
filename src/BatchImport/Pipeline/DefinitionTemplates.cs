using BatchImport.Definitions;
using BatchImport.Targets.Lists;
using BatchImport.Workbooks;

namespace BatchImport.Pipeline;

/// <inheritdoc cref="IDefinitionTemplates"/>
internal sealed class DefinitionTemplates(ReferenceListLoader lists) : IDefinitionTemplates
{
    /// <inheritdoc/>
    public async Task<byte[]> CreateAsync(ImportDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return TemplateWorkbook.Create(definition, await lists.LoadAsync(definition, cancellationToken));
    }
}
