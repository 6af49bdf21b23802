namespace BatchImport.Load.Report;

/// <summary>A Markdown file that tables are written into.</summary>
internal static class MarkdownFile
{
    /// <summary>The markers around the tables in a file with other content.</summary>
    public const string Begin = "<!-- measured: begin -->";

    /// <inheritdoc cref="Begin"/>
    public const string End = "<!-- measured: end -->";

    /// <summary>Writes the tables between the markers or, in a file without markers, as the whole file.</summary>
    public static async Task WriteAsync(string path, string tables, CancellationToken cancellationToken)
    {
        var earlier = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        var begin = earlier.IndexOf(Begin, StringComparison.Ordinal);
        var end = earlier.IndexOf(End, StringComparison.Ordinal);
        var text = begin >= 0 && end > begin ? $"{earlier[..(begin + Begin.Length)]}\n\n{tables}\n{earlier[end..]}" : tables;
        await File.WriteAllTextAsync(path, text, cancellationToken);
    }
}
