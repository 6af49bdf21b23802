namespace BatchImport.Definitions;

/// <summary>What one column must hold, how its values are written, and how they are converted.</summary>
public sealed record ColumnDefinition
{
    /// <summary>The column's name, as errors and targets use it. Matched with the header without case and outer blanks.</summary>
    public required string Name { get; init; }

    /// <summary>Other header texts that mean this column.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The type of the values. Default: text.</summary>
    public ColumnType Type { get; init; } = ColumnType.Text;

    /// <summary>True when the column must be present and no value may be missing.</summary>
    public bool Required { get; init; }

    /// <summary>True when no two rows of a file may have the same value: compared as the column's type, without case and outer blanks.</summary>
    public bool Unique { get; init; }

    /// <summary>A regular expression (.NET, non-backtracking) that the whole value's text must match; null for none.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least value: of a number, or of a date (ISO 8601); null for none.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value: of a number, or of a date (ISO 8601); null for none.</summary>
    public string? Max { get; init; }

    /// <summary>The fewest characters (Unicode scalar values) a text may have; null for any.</summary>
    public int? MinLength { get; init; }

    /// <summary>The most characters (Unicode scalar values) a text may have; null for any.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The only values allowed, without case; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Where the only values allowed, without case, are kept; null for any. Not together with <see cref="Allowed"/>.</summary>
    public ReferenceSource? AllowedIn { get; init; }

    /// <summary>
    /// The value of a blank cell, in invariant notation; null for none. It replaces blank cells only: a column that the file does not
    /// have is not added to its rows.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>True when blanks around a text are removed before any check.</summary>
    public bool Trim { get; init; }

    /// <summary>The case that texts are converted to before any check.</summary>
    public TextCase Case { get; init; }

    /// <summary>The locale of numbers, dates and booleans: a name of <c>Locales</c>, <c>de</c>; null for invariant notation and ISO 8601.</summary>
    public string? Locale { get; init; }

    /// <summary>The decimal separator of a number typed as text: a point or a comma; null for the locale's.</summary>
    public string? DecimalSeparator { get; init; }

    /// <summary>The thousands separator of a number typed as text; empty for none; null for the locale's.</summary>
    public string? ThousandsSeparator { get; init; }

    /// <summary>
    /// Units before or after a number typed as text, compared without case and ignored: <c>€</c>, <c>EUR</c>, <c>kg</c>; in addition to the currency of
    /// the locale.
    /// </summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Notations of a negative number typed as text, in addition to a minus sign in front; null for the locale's forms.</summary>
    public IReadOnlyList<NegativeForms>? Negative { get; init; }

    /// <summary>Formats of dates typed as text, in addition to ISO 8601: .NET format strings, <c>dd.MM.yyyy</c>. Empty for the locale's.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>True when the day comes first in a date typed as text, false when the month does; null for the locale's.</summary>
    public bool? DayFirst { get; init; }

    /// <summary>Words for yes in addition to yes, true and 1 and those of the locale; without case.</summary>
    public IReadOnlyList<string> TrueWords { get; init; } = [];

    /// <summary>Words for no in addition to no, false and 0 and those of the locale; without case.</summary>
    public IReadOnlyList<string> FalseWords { get; init; } = [];
}
