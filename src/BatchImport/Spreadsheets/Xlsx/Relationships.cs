using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The references of a part (Open Packaging Conventions, ECMA-376 Part 2), by relationship id.</summary>
internal static class Relationships
{
    private const string Namespace = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>A workbook has one per sheet and a few more.</summary>
    private const int Max = 20_000;

    /// <summary>Reads the relationships of a part.</summary>
    /// <param name="package">The file.</param>
    /// <param name="part">The part's name; empty for the package itself.</param>
    /// <returns>Empty when the part has no relationships. References to outside of the file are ignored: they are never followed.</returns>
    public static Dictionary<string, Relationship> Read(XlsxPackage package, string part)
    {
        var slash = part.LastIndexOf('/');
        var folder = part[..(slash + 1)];
        var path = $"{folder}_rels/{part[(slash + 1)..]}.rels";
        var relationships = new Dictionary<string, Relationship>(StringComparer.Ordinal);
        if (!package.Has(path))
        {
            return relationships;
        }

        using var xml = package.Open(path);
        xml.ReadRoot("Relationships", Namespace);
        while (xml.Read())
        {
            if (xml.IsStart("Relationship") && relationships.Count < Max &&
                xml.Reader.GetAttribute("Id") is { } id && xml.Reader.GetAttribute("Target") is { } target &&
                !string.Equals(xml.Reader.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase))
            {
                // Transitional and strict types differ in all but their last segment.
                var type = xml.Reader.GetAttribute("Type") ?? "";
                relationships[id] = new(type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target));
            }
        }

        return relationships;
    }

    private static string Resolve(string folder, string target)
    {
        var path = target.StartsWith('/') ? target : folder + target;
        var segments = new List<string>();
        foreach (var segment in path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("." or ".."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }
}

/// <summary>A reference from one part to another.</summary>
/// <param name="Type">Its purpose: the last segment of the type's URI, <c>worksheet</c>.</param>
/// <param name="Part">The other part's name.</param>
internal readonly record struct Relationship(string Type, string Part);
