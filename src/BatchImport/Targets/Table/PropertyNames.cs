using System.Globalization;
using System.Text;

namespace BatchImport.Targets.Table;

/// <summary>Names of table properties for a file's columns.</summary>
internal static class PropertyNames
{
    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#property-names
    private const int MaxLength = 255;

    private static readonly string[] Reserved = ["PartitionKey", "RowKey", "Timestamp", "ETag"];

    /// <summary>
    /// A name for each column: its letters, digits and underscores, with an underscore for each run of other characters and before a
    /// leading digit; followed by a number where the name is in use, or reserved by the service.
    /// </summary>
    public static IReadOnlyList<string> From(IReadOnlyList<string> header)
    {
        var taken = new HashSet<string>(Reserved, StringComparer.OrdinalIgnoreCase);
        return [.. header.Select(column =>
        {
            var name = Name(column);
            var free = name;
            for (var number = 2; !taken.Add(free); number++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            }

            return free;
        })];
    }

    private static string Name(string column)
    {
        var name = new StringBuilder();
        foreach (var c in column)
        {
            if (char.IsLetterOrDigit(c))
            {
                name.Append(name.Length == 0 && char.IsDigit(c) ? "_" : "").Append(c);
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        // Leaves room for a number at the end.
        var text = name.ToString().TrimEnd('_');
        return text.Length == 0 ? "Column" : text.Length > MaxLength - 8 ? text[..(MaxLength - 8)] : text;
    }
}
