using Azure;
using BatchImport.Definitions;
using BatchImport.LocalHost.Hosting;
using BatchImport.Staging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchImport.LocalHost.Cli;

/// <summary>The text of a definition to check a spreadsheet by: from a file, or from a host by name.</summary>
/// <param name="Json">The definition.</param>
/// <param name="Source">Where it comes from, for messages.</param>
internal sealed record CheckDefinition(ReadOnlyMemory<byte> Json, string Source)
{
    /// <summary>Finds a definition.</summary>
    /// <param name="given">A name or a file.</param>
    /// <param name="arguments">Which host.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="CommandException">There is no definition of that name.</exception>
    public static async Task<CheckDefinition> FindAsync(string given, HostArguments arguments, CancellationToken cancellationToken)
    {
        if (DefinitionOption.IsFile(given))
        {
            return FromFile(given);
        }

        if (await HostSession.FindAsync(arguments, cancellationToken) is { } session)
        {
            await using (session)
            {
                var options = arguments.ToOptions(NullLoggerProvider.Instance, LogLevel.None, static _ => { });
                var blob = session.OpenStorage(options).Blobs.GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient(given + ".json");
                try
                {
                    return new((await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory(), blob.Name);
                }
                catch (RequestFailedException ex) when (ex.Status == 404)
                {
                    throw new CommandException(ExitCodes.Failed, $"The host has no definition {given}. Name another one, or a definition's file.");
                }
            }
        }

        return DefinitionOption.Shipped(given) is { } file
            ? FromFile(file)
            : throw new CommandException(ExitCodes.Failed, $"No host serves, and no definition {given} comes with this program. Name the definition's file.");
    }

    /// <summary>A definition's file.</summary>
    public static CheckDefinition FromFile(string file) => new(File.ReadAllBytes(file), Path.GetFileName(file));
}
