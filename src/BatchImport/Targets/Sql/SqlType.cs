namespace BatchImport.Targets.Sql;

/// <summary>What a column of a database table holds, as far as values are checked before they are sent.</summary>
internal enum SqlType
{
    /// <summary>A type that only the database knows: the value is sent as text.</summary>
    Other,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number of a fixed number of digits.</summary>
    Decimal,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date without a time of day.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A date with a time of day, without a time zone.</summary>
    Timestamp,

    /// <summary>A point in time: a date with a time of day and an offset from UTC.</summary>
    Instant,

    /// <summary>A UUID.</summary>
    Uuid,
}
