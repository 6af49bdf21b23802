using System.Text.Json;
using BatchImport.Spreadsheets;
using BatchImport.Targets;

namespace CustomTarget;

/// <summary>A custom target: each row becomes a JSON file in a folder, named by a column.</summary>
/// <param name="folder">The folder.</param>
/// <param name="nameColumn">The place in the header of the column that names the file; null when the file has no such column.</param>
internal sealed class FolderTarget(string folder, int? nameColumn) : IRowTarget
{
    private const int DiskFull = 112;
    private const int NoSpaceLeft = 28;

    /// <inheritdoc/>
    public string Name => FolderTargetFactory.TypeName;

    /// <summary>Limits of definitions hold for a folder, not for all folders together.</summary>
    public string Resource => folder;

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        var name = nameColumn is { } column ? CellText.Format(row.Values[column]) : row.IdempotencyKey;
        if (name.Length is 0 or > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            // For the file's owner: the row is an error with these words, at once.
            throw new RowRefusedException("a file is named by 1 to 100 letters, digits and hyphens");
        }

        var values = row.Header.Zip(row.Values, (header, cell) => KeyValuePair.Create(header, CellText.Format(cell)));
        var path = Path.Combine(folder, name + ".json");
        var partial = Path.Combine(folder, row.IdempotencyKey + ".partial");
        try
        {
            // A row may come twice: a crash can fall between taking it and recording that. Writing it again leaves the same file, and a file is there whole or not at all.
            await File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(values, StringComparer.Ordinal)), cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
        catch (DirectoryNotFoundException ex)
        {
            // No row can be taken: the import pauses, instead of making an error of each.
            throw new TargetUnavailableException("The folder is not there.", ex);
        }
        catch (IOException ex) when ((ex.HResult & 0xFFFF) is not (DiskFull or NoSpaceLeft))
        {
            // Another process has the file open: the row is tried again with back-off, and becomes an error when the attempts end.
            throw new TransientRowException("the file could not be written", ex);
        }
        catch (IOException ex)
        {
            throw new TargetUnavailableException("The disk is full.", ex);
        }

        return name;
    }
}
