using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets.Lists;

/// <summary>Reads the values that the columns of a definition allow, from the container of lists and from databases.</summary>
/// <param name="blobs">The container of lists.</param>
/// <param name="tables">The databases.</param>
/// <param name="options">The limit.</param>
internal sealed class ReferenceListLoader(BlobLists blobs, TableLists tables, IOptions<ImportOptions> options)
{
    /// <summary>Reads the lists of a definition, each once.</summary>
    /// <exception cref="RejectedException">A list, connection, table or column does not exist, or cannot be used; the message names the choices.</exception>
    /// <exception cref="TargetUnavailableException">A database does not answer.</exception>
    public async Task<ReferenceLists> LoadAsync(ImportDefinition definition, CancellationToken cancellationToken)
    {
        var columns = definition.Columns.Where(static column => column.AllowedIn is not null).ToArray();
        if (columns.Length == 0)
        {
            return ReferenceLists.None;
        }

        var lists = new Dictionary<ReferenceSource, ReferenceList>();
        foreach (var source in columns.Select(static column => column.AllowedIn!).Distinct())
        {
            lists[source] = await LoadAsync(definition, source, cancellationToken);
        }

        return new(columns.ToDictionary(static column => column.Name, column => lists[column.AllowedIn!], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Reads the lists of an import whose rows are staged: the lists were usable then.</summary>
    /// <exception cref="TargetUnavailableException">A database does not answer, or a list was removed since: the import waits for it.</exception>
    public async Task<ReferenceLists> LoadAgainAsync(ImportDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(definition, cancellationToken);
        }
        catch (RejectedException ex)
        {
            throw new TargetUnavailableException(ex.Message, ex) { Service = "list of allowed values", Detail = ex.Code };
        }
    }

    private async Task<ReferenceList> LoadAsync(ImportDefinition definition, ReferenceSource source, CancellationToken cancellationToken)
    {
        // One more than allowed, to see that there are more.
        var most = options.Value.MaxListValues;
        var values = source.List is null
            ? await tables.ReadAsync(definition.Name, source, most + 1, cancellationToken)
            : await blobs.ReadAsync(definition.Name, source, most + 1, cancellationToken);
        var list = new ReferenceList(source, values);
        return values.Count > most
            ? throw new RejectedException("list-too-long", FormattableString.Invariant($"The definition {definition.Name} allows the values of {source.Title}, which has more than {most}. Ask the operator of this installation to raise {ImportOptions.Section}:{nameof(ImportOptions.MaxListValues)} or to shorten the list, and drop the file again."))
            : list.Values.Count == 0
            ? throw new RejectedException("empty-list", $"The definition {definition.Name} allows the values of {source.Title}, which has no values. Ask the operator of this installation to fill it, and drop the file again.")
            : list;
    }
}
