using BatchImport.Testing;

namespace BatchImport.Tests.Docs;

/// <summary>The documents lead to files, headings and each other.</summary>
public sealed class LinkDocsTests
{
    private const int ReadmeLines = 180;

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading_that_exist()
    {
        var checkedLinks = 0;
        foreach (var document in DocumentFile.All())
        {
            foreach (var link in document.Links().Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)))
            {
                var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
                var target = path.Length == 0
                    ? Repository.PathOf(document.Path.Split('/'))
                    : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(document.Path.Split('/')))!, path));
                Assert.True(Path.Exists(target), $"{document.Path} links to {link}, which does not exist.");
                if (anchor is not null)
                {
                    Assert.True(DocumentFile.Read(target).Anchors().Contains(anchor), $"{document.Path} links to {link}, and there is no such heading.");
                }

                checkedLinks++;
            }
        }

        Assert.True(checkedLinks > 60, "Hardly any link was found: is the pattern of links right?");
    }

    [Fact]
    public void Every_document_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var path))
        {
            foreach (var link in DocumentFile.Read(path.Split('/')).Links().Select(link => link.Split('#')[0]).Where(link => link.EndsWith(".md", StringComparison.Ordinal) && !link.Contains("://", StringComparison.Ordinal)))
            {
                var found = Path.GetRelativePath(Repository.Root(), Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(path.Split('/')))!, link))).Replace('\\', '/');
                if (reached.Add(found))
                {
                    next.Enqueue(found);
                }
            }
        }

        var documents = DocumentFile.All().Select(document => document.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) || !path.Contains('/', StringComparison.Ordinal));
        Assert.Empty(documents.Except(reached, StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_stays_an_entrance() => Assert.InRange(DocumentFile.Read("README.md").Lines.Count, 1, ReadmeLines);
}
