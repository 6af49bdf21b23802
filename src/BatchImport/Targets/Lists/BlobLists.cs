using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets.Lists;

/// <summary>Lists as blobs <c>{name}.csv</c> of one container. The first row is the header; the values are those of one column.</summary>
/// <param name="container">The container.</param>
/// <param name="limits">The limits of files.</param>
internal sealed class BlobLists(BlobContainerClient container, IOptions<SpreadsheetLimits> limits)
{
    private const string Suffix = ".csv";
    private const int MaxListed = 30;

    // Far more than the values that a list may have by default.
    private const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Reads the values of a list.</summary>
    /// <param name="definition">The name of the definition, for messages.</param>
    /// <param name="source">The list.</param>
    /// <param name="most">The most values to return.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RejectedException">The list does not exist, cannot be read, or does not have the column.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(string definition, ReferenceSource source, int most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        try
        {
            var blob = container.GetBlobClient(source.List + Suffix);
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (properties.ContentLength > MaxBytes)
            {
                throw new RejectedException("list-too-long", FormattableString.Invariant($"The list {source.List}, which the definition {definition} needs, has {properties.ContentLength} bytes; the limit is {MaxBytes}. Ask the operator of this installation to shorten it, and drop the file again."));
            }

            await blob.DownloadToAsync(content, cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            var names = await NamesAsync(cancellationToken);
            throw new RejectedException(
                "unknown-list",
                $"The definition {definition} allows the values of the list {source.List}, which does not exist ({(names.Count == 0 ? "there are no lists" : $"lists: {string.Join(", ", names)}")}). Ask the operator of this installation to put {source.List}{Suffix} into the container {container.Name}, or correct the definition, and drop the file again.",
                ex);
        }

        try
        {
            content.Position = 0;
            return Read(definition, source, content, most, cancellationToken);
        }
        catch (SpreadsheetException ex)
        {
            throw new RejectedException("invalid-list", $"The list {source.List}, which the definition {definition} needs, cannot be read: {ex.Message} Ask the operator of this installation to correct {container.Name}/{source.List}{Suffix}, and drop the file again.", ex);
        }
    }

    private List<string> Read(string definition, ReferenceSource source, MemoryStream content, int most, CancellationToken cancellationToken)
    {
        using var reader = Spreadsheet.Open(content, limits.Value, new TableLocation { HeaderRow = 1 });
        var column = 0;
        if (source.Column is { } name)
        {
            column = reader.Header.ToList().FindIndex(header => string.Equals(Header.Normalize(header), Header.Normalize(name), StringComparison.OrdinalIgnoreCase));
            if (column < 0)
            {
                throw new RejectedException("unknown-list-column", $"The definition {definition} allows the values of the column {CellText.Quote(name)} of the list {source.List}, which has no such column (columns: {string.Join(", ", reader.Header.Take(MaxListed))}). Correct the definition or the list, and drop the file again.");
            }
        }

        var values = new List<string>();
        while (values.Count < most && reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Header.IsBlank(reader.Cells[column]))
            {
                values.Add(CellText.Format(reader.Cells[column]));
            }
        }

        return values;
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
            {
                if (blob.Name.EndsWith(Suffix, StringComparison.Ordinal) && names.Count < MaxListed)
                {
                    names.Add(blob.Name[..^Suffix.Length]);
                }
            }
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            // No container: no lists.
        }

        return names;
    }
}
