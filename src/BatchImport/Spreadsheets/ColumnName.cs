namespace BatchImport.Spreadsheets;

/// <summary>Converts between column indexes and letters, as in spreadsheet programs: A for index 0, Z for 25, AA for 26.</summary>
public static class ColumnName
{
    /// <summary>The maximum number of columns of a worksheet: A to XFD.</summary>
    public const int Max = 16_384;

    /// <summary>The letters for an index from 0.</summary>
    public static string FromIndex(int index)
    {
        Span<char> letters = stackalloc char[8];
        var start = letters.Length;
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters[--start] = (char)('A' + ((rest - 1) % 26));
        }

        return new string(letters[start..]);
    }

    /// <summary>The column's index in a cell reference such as <c>AB12</c>; -1 when the text is not a reference, or is past XFD.</summary>
    public static int IndexIn(ReadOnlySpan<char> reference)
    {
        var index = 0;
        var length = 0;
        foreach (var c in reference)
        {
            var letter = (c | 0x20) - 'a';
            if (letter is < 0 or > 25)
            {
                break;
            }

            index = (index * 26) + letter + 1;
            if (++length > 3)
            {
                return -1;
            }
        }

        return length == 0 || index > Max ? -1 : index - 1;
    }
}
