namespace BatchImport.Spreadsheets.Text;

/// <summary>Characters in order, such as those of a file.</summary>
internal interface ICharacters
{
    /// <summary>Copies the next characters.</summary>
    /// <param name="buffer">Where they go; not empty.</param>
    /// <returns>How many there are; 0 only at the end.</returns>
    int Read(Span<char> buffer);
}
