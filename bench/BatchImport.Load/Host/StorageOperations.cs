using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchImport.Load.Host;

/// <summary>
/// The operations of one import on the storage account, in the classes they are billed by
/// (https://learn.microsoft.com/azure/storage/blobs/map-rest-apis-transaction-categories), counted in Azurite's access log.
/// </summary>
/// <param name="Write">Put Blob, Put Block, Put Block List and the like.</param>
/// <param name="Read">Get Blob.</param>
/// <param name="List">List Blobs and Create Container, without the trigger's polling for new files, which Event Grid replaces.</param>
/// <param name="Other">Get Blob Properties and the like.</param>
/// <param name="Looks">The trigger's polling for new files.</param>
internal sealed partial record StorageOperations(int Write, int Read, int List, int Other, int Looks)
{
    /// <summary>The name of the setting that makes Azurite log each request.</summary>
    public const string Setting = "Azurite__AccessLog";

    /// <summary>Counts the operations in the log from a position on, without the upload of the file itself.</summary>
    public static StorageOperations Since(long position, string logFile)
    {
        using var log = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = position;
        using var text = new StreamReader(log);
        var counted = new StorageOperations(0, 0, 0, 0, 0);
        while (text.ReadLine() is { } line)
        {
            if (Request().Match(line) is { Success: true } request)
            {
                counted = counted.With(request.Groups["method"].Value, request.Groups["path"].Value, request.Groups["query"].Value);
            }
        }

        return counted with { Write = counted.Write - 1 };
    }

    private StorageOperations With(string method, string path, string query)
    {
        var isList = query.Contains("comp=list", StringComparison.Ordinal) && !query.Contains("comp=blocklist", StringComparison.Ordinal);
        return method switch
        {
            "GET" when isList && path.EndsWith("/imports", StringComparison.Ordinal) => this with { Looks = Looks + 1 },
            "GET" when isList => this with { List = List + 1 },
            "PUT" when query.Contains("restype=container", StringComparison.Ordinal) => this with { List = List + 1 },
            "PUT" => this with { Write = Write + 1 },
            "GET" => this with { Read = Read + 1 },

            // It is not billed.
            "DELETE" => this,
            _ => this with { Other = Other + 1 },
        };
    }

    [GeneratedRegex("""\"(?<method>[A-Z]+) (?<path>/devstoreaccount1[^ ?]*)(\?(?<query>[^ ]*))? HTTP/""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Request();
}
