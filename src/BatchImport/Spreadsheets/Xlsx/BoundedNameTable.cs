using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// The names in a workbook's XML, each once. Bounded, unlike the framework's: a name table keeps every name for as long as the file
/// is read, and a file may contain any number of names.
/// </summary>
internal sealed class BoundedNameTable : XmlNameTable
{
    /// <summary>Far more than the format defines, including extensions of producers.</summary>
    private const int MaxNames = 20_000;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public BoundedNameTable() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public override string Add(char[] array, int offset, int length)
    {
        var name = array.AsSpan(offset, length);
        return _lookup.TryGetValue(name, out var known) ? known : AddNew(name.ToString());
    }

    public override string Add(string array) => _names.TryGetValue(array, out var known) ? known : AddNew(array);

    public override string? Get(char[] array, int offset, int length) => _lookup.TryGetValue(array.AsSpan(offset, length), out var known) ? known : null;

    public override string? Get(string array) => _names.GetValueOrDefault(array);

    private string AddNew(string name)
    {
        if (_names.Count >= MaxNames)
        {
            throw new XmlException("More different names than any workbook has.");
        }

        _names.Add(name, name);
        return name;
    }
}
