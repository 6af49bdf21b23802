namespace BatchImport.Targets.Sql;

/// <summary>A column of a database table.</summary>
/// <param name="Name">The name, as the database has it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="TypeName">The type as the statement that writes the column names it, quoted where needed.</param>
/// <param name="Shown">The type as people write it: <c>character varying(20)</c>.</param>
internal sealed record SqlColumn(string Name, SqlType Type, string TypeName, string Shown)
{
    /// <summary>The most characters of a text; null without a limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>True when the database counts UTF-16 code units of a text, false when it counts characters.</summary>
    public bool CountsUtf16 { get; init; }

    /// <summary>The collation of a text, where statements must name it; null elsewhere.</summary>
    public string? Collation { get; init; }

    /// <summary>True when the column holds only the characters of a code page.</summary>
    public bool HasCodePage { get; init; }

    /// <summary>The least whole number.</summary>
    public long Least { get; init; } = long.MinValue;

    /// <summary>The greatest whole number.</summary>
    public long Greatest { get; init; } = long.MaxValue;

    /// <summary>The digits of a decimal number; null without a limit.</summary>
    public int? Precision { get; init; }

    /// <summary>The decimals of a decimal number; null without a limit.</summary>
    public int? Scale { get; init; }

    /// <summary>True when the column may be without a value.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>True when the database has a value for rows that are inserted without one.</summary>
    public bool HasDefault { get; init; }

    /// <summary>True when only the database sets the column.</summary>
    public bool IsGenerated { get; init; }
}
