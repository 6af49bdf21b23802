namespace BatchImport.Common;

/// <summary>
/// Reads one name of an enumeration. <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> also accepts numbers, signs and lists of names with commas,
/// and combines them to values that have no name.
/// </summary>
public static class EnumWord
{
    /// <summary>Reads a name without regard to case.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="value">The value of that name; the default when the method returns false.</param>
    /// <returns>True when the text is exactly one name.</returns>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, Enum
    {
        foreach (var each in Enum.GetValues<T>())
        {
            if (text.Equals(each.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                value = each;
                return true;
            }
        }

        value = default;
        return false;
    }
}
