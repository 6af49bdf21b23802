using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The places of digits in a number format, and the characters between them.</summary>
internal sealed class FormatLayout
{
    /// <summary>Numbers from this value on have more digits than a number cell keeps.</summary>
    private const double End = 1e15;

    private readonly string _characters;
    private readonly bool[] _isPlace;
    private readonly int _places;
    private readonly int _zeros;
    private readonly int _firstPlace;
    private readonly bool _isSeparated;

    /// <summary>Creates a layout.</summary>
    /// <param name="characters">The characters: <c>0</c> and <c>#</c> are places unless they are quoted.</param>
    /// <param name="isPlace">True for each character that is a place.</param>
    public FormatLayout(string characters, bool[] isPlace)
    {
        (_characters, _isPlace) = (characters, isPlace);
        _firstPlace = Array.IndexOf(isPlace, true);
        var lastPlace = Array.LastIndexOf(isPlace, true);
        for (var i = 0; i < isPlace.Length; i++)
        {
            _places += isPlace[i] ? 1 : 0;
            _zeros += isPlace[i] && characters[i] == '0' ? 1 : 0;

            // A space, a point or a comma separates thousands if no zero begins the number: # ##0.
            _isSeparated |= !isPlace[i] && i > _firstPlace && i < lastPlace &&
                (characters[_firstPlace] == '0' || !(char.IsWhiteSpace(characters[i]) || characters[i] is '.' or ',' or '\''));
        }
    }

    /// <summary>True when only a plus sign before a single digit makes it an identifier.</summary>
    public bool IsSigned => _zeros < 2 && !_isSeparated && Prefix is "+";

    /// <summary>
    /// True when the format shows an identifier: with leading zeros, with characters between the digits, or with a prefix that joins them (<c>+</c>,
    /// <c>INV-</c>). A currency, a unit or a sign does not make an identifier.
    /// </summary>
    public bool IsIdentifier => _firstPlace >= 0 && (_zeros > 1 || _isSeparated || HasPrefix);

    private ReadOnlySpan<char> Prefix => _characters.AsSpan(0, _firstPlace);

    private bool HasPrefix
    {
        get
        {
            foreach (var c in Prefix)
            {
                if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
                {
                    return false;
                }
            }

            return Prefix is "+" || Prefix is [_, .., '-' or '+' or '/' or '#' or '_' or '.' or ':'] || Prefix.ContainsAnyInRange('0', '9');
        }
    }

    /// <summary>A whole number in the layout; null for other numbers, and for one that leaves optional places of an identifier empty.</summary>
    public string? Show(double number)
    {
        if (!(number is >= 0 and < End) || number != Math.Truncate(number))
        {
            return null;
        }

        Span<char> digits = stackalloc char[16];
        ((long)number).TryFormat(digits, out var digit, default, CultureInfo.InvariantCulture);
        if (_zeros == 0 && _isSeparated && digit < _places)
        {
            return null;
        }

        Span<char> shown = stackalloc char[_characters.Length + digit];
        var to = shown.Length;
        for (var i = _characters.Length - 1; i >= 0; i--)
        {
            if (!_isPlace[i])
            {
                shown[--to] = _characters[i];
                continue;
            }

            // The first place takes all remaining digits.
            do
            {
                if (digit > 0)
                {
                    shown[--to] = digits[--digit];
                }
                else if (_characters[i] == '0')
                {
                    shown[--to] = '0';
                }
            }
            while (i == _firstPlace && digit > 0);
        }

        return shown[to..].ToString();
    }
}
