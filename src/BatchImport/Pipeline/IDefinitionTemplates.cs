using BatchImport.Common;
using BatchImport.Definitions;

namespace BatchImport.Pipeline;

/// <summary>Creates workbooks to fill in.</summary>
public interface IDefinitionTemplates
{
    /// <summary>Creates an empty workbook by a definition. What is filled in by its rules imports without an error.</summary>
    /// <returns>An XLSX file.</returns>
    /// <exception cref="RejectedException">A list that the definition names does not exist or cannot be used.</exception>
    Task<byte[]> CreateAsync(ImportDefinition definition, CancellationToken cancellationToken);
}
