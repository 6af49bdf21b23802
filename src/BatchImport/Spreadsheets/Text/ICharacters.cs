namespace BatchImport.Spreadsheets.Text;

/// <summary>A sequence of characters, such as those of a file.</summary>
internal interface ICharacters
{
    /// <summary>Copies the next characters.</summary>
    /// <param name="buffer">The destination; not empty.</param>
    /// <returns>The number of characters; 0 only at the end.</returns>
    int Read(Span<char> buffer);
}
