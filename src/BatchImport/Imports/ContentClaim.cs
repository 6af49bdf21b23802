namespace BatchImport.Imports;

/// <summary>The imports of a file's name.</summary>
/// <param name="Imports">The ids of the imports whose rows are staged: the latest first, a few of them.</param>
/// <param name="Content">What the latest one brings, as in <see cref="ImportedContent.Content"/>.</param>
/// <param name="Rules">The rules of the latest one, as in <see cref="ImportedContent.Rules"/>.</param>
internal sealed record ContentClaim(IReadOnlyList<string> Imports, string Content, string Rules)
{
    // A step that is executed again finds its import here also when others followed it.
    private const int KeptImports = 16;

    /// <summary>The claim after another import.</summary>
    /// <param name="earlier">The claim before it; null for none.</param>
    /// <param name="batchId">The import's id.</param>
    /// <param name="content">What it brings.</param>
    public static ContentClaim After(ContentClaim? earlier, string batchId, ImportedContent content) =>
        new([batchId, .. (earlier?.Imports ?? []).Take(KeptImports - 1)], content.Content, content.Rules);
}
