using System.Globalization;
using System.Text;

namespace BatchImport.Definitions;

/// <summary>
/// Determines whether two header texts are similar. It compares their letters and digits, without case and accents; they may
/// differ by one edit (a letter more, less or different, or two neighbours swapped) when they have 5 to 8, and by two when they have more.
/// Digits must be the same: "Phone 1" is not "Phone 2".
/// </summary>
internal static class FuzzyNames
{
    /// <summary>The most edits between two texts that are similar.</summary>
    public const int MostEdits = 2;

    private const int ShortestWithOneEdit = 5;
    private const int ShortestWithTwoEdits = 9;

    /// <summary>Header texts are short; a longer one must match exactly.</summary>
    private const int Longest = 64;

    /// <summary>A header text's letters and digits.</summary>
    public static string Reduce(string text)
    {
        var reduced = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                reduced.Append(char.ToUpperInvariant(c));
            }
        }

        return reduced.ToString();
    }

    /// <summary>The number of edits between two reduced texts; null when it exceeds the number allowed for their length.</summary>
    public static int? Distance(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return null;
        }

        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return 0;
        }

        var shorter = Math.Min(one.Length, other.Length);
        var allowed = shorter >= ShortestWithTwoEdits ? MostEdits : shorter >= ShortestWithOneEdit ? 1 : 0;
        if (allowed == 0 || Math.Max(one.Length, other.Length) > Longest || Math.Abs(one.Length - other.Length) > allowed || !HaveSameDigits(one, other))
        {
            return null;
        }

        var edits = Edits(one, other);
        return edits <= allowed ? edits : null;
    }

    private static bool HaveSameDigits(string one, string other) =>
        one.Where(char.IsDigit).SequenceEqual(other.Where(char.IsDigit));

    /// <summary>The optimal string alignment distance.</summary>
    private static int Edits(string one, string other)
    {
        var width = other.Length + 1;
        Span<int> before = stackalloc int[width];
        Span<int> last = stackalloc int[width];
        Span<int> current = stackalloc int[width];
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j < width; j++)
            {
                var change = one[i - 1] == other[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            var free = before;
            before = last;
            last = current;
            current = free;
        }

        return last[^1];
    }
}
