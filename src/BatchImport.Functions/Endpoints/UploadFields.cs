using System.Globalization;
using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Functions.Endpoints;

/// <summary>The parts of an upload, checked before the file is stored. The fields become blob metadata, which is ASCII.</summary>
/// <param name="options">The rules for owners.</param>
internal sealed class UploadFields(ImportOptions options)
{
    /// <summary>The name of the file's field.</summary>
    public const string FileField = "file";

    // Longer than any address, definition or priority.
    private const int MaxFieldBytes = 1024;
    private const int MaxNameLength = 200;
    private const int MaxShownLength = 40;

    private static readonly string[] Names = ["owner", "definition", "priority", "sheet", "headerrow", "encoding", "again"];

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>The fields' names, as a sentence lists them.</summary>
    public static string NameList { get; } = $"{string.Join(", ", Names[..^1])} and {Names[^1]}";

    /// <summary>The blob's metadata.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a field. An empty one has no effect.</summary>
    /// <returns>What is wrong with it, for people; null for nothing.</returns>
    public string? Add(string name, string value)
    {
        if (name == FileField)
        {
            return $"The field '{FileField}' has no file name: send it as a file, as a browser or 'curl -F {FileField}=@<path>' does.";
        }

        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return Unknown(name);
        }

        if (!_given.Add(name))
        {
            return $"The field '{name}' is given twice. Give it once.";
        }

        var text = value.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        // As metadata, the sheet's name is percent-encoded as a whole.
        Metadata[name] = name == "sheet" ? Uri.EscapeDataString(text) : MetadataText.Encode(text);
        return name switch
        {
            "owner" when !EmailAddress.IsValid(text) => "owner must be one plain e-mail address, such as ada@example.com.",
            "owner" when !options.AllowsOwner(text) => $"owner has a domain that results are not sent to. The setting Import:OwnerDomains allows: {options.OwnerDomains}.",
            "definition" when !DefinitionNames.IsValid(text) => $"definition must be a definition's name: {DefinitionNames.Rule}.",
            "priority" when !EnumWord.TryParse<ImportPriority>(text, out _) => "priority must be high, normal or bulk.",
            "headerrow" when !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row > 0) => "headerrow must be a row number: 1 and above.",
            "encoding" when TextEncoding.Find(text) is null => $"encoding must be one of: {string.Join(", ", TextEncoding.Names)}.",
            "again" when text is not ("true" or "false") => "again must be true or false.",
            _ => null,
        };
    }

    /// <summary>Takes note of a file.</summary>
    /// <param name="field">The name of its field.</param>
    /// <param name="fileName">The file's name, as it was sent.</param>
    /// <returns>What is wrong with it, for people; null for nothing.</returns>
    public string? AddFile(string field, string fileName)
    {
        var own = NameOf(fileName);
        return field != FileField ? Unknown(field)
            : !_given.Add(FileField) ? "The form has a second file. Send one file in a request."
            : own.Length is 0 or > MaxNameLength || own.Any(char.IsControl) || own.Trim('.').Length == 0
                ? $"The file needs a name of 1 to {MaxNameLength} characters, without control characters."
                : null;
    }

    /// <summary>A field's text; cut where it is too long to be valid.</summary>
    public static async Task<string> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, length));
    }

    /// <summary>A file's name without folders, which browsers and programs may send with it.</summary>
    public static string NameOf(string name) => name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Trim();

    private static string Unknown(string name)
    {
        var shown = name.Length <= MaxShownLength ? name : name[..MaxShownLength] + "…";
        return $"The field '{shown}' is unknown. The fields are {NameList}, each optional, and the file as '{FileField}'.";
    }
}
