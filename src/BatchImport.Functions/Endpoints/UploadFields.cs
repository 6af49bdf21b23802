using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Functions.Endpoints;

/// <summary>What comes with an uploaded file, checked before a byte of it is stored: it becomes blob metadata, which is ASCII.</summary>
internal sealed class UploadFields
{
    // Longer than any address, definition or priority.
    private const int MaxFieldBytes = 1024;
    private const int MaxNameLength = 200;

    /// <summary>The blob's metadata.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a field, for people; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes a field. An empty one is as good as none, and fields nobody knows are left out.</summary>
    public void Add(string name, string value)
    {
        var text = value.Trim();
        if (text.Length == 0)
        {
            return;
        }

        Problem ??= name switch
        {
            "owner" when !EmailAddress.IsValid(text) || !Ascii.IsValid(text) => "owner must be one plain e-mail address of ASCII characters, such as ada@example.com.",
            "definition" when !DefinitionNames.IsValid(text) => "definition must be a definition's name: 1 to 64 characters of a-z, 0-9 and hyphen.",
            "priority" when char.IsAsciiDigit(text[0]) || !Enum.TryParse<ImportPriority>(text, ignoreCase: true, out _) => "priority must be high, normal or bulk.",
            "encoding" when TextEncoding.Find(text) is null => $"encoding must be one of: {string.Join(", ", TextEncoding.Names)}.",
            _ => null,
        };
        if (name is "owner" or "definition" or "priority" or "encoding")
        {
            Metadata[name] = text;
        }
    }

    /// <summary>A field's text; cut where it is too long to be valid.</summary>
    public static async Task<string> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, length));
    }

    /// <summary>A file's own name: browsers and programs may send folders with it.</summary>
    public static string NameOf(string name) => name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Trim();

    /// <summary>What is wrong with a file's name, for people; null for nothing.</summary>
    public static string? ProblemOfName(string name)
    {
        var own = NameOf(name);
        return own.Length is 0 or > MaxNameLength || own.Any(char.IsControl) || own.Trim('.').Length == 0
            ? $"The file needs a name of 1 to {MaxNameLength} characters, without control characters."
            : null;
    }
}
