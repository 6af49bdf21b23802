using System.Data.Common;
using System.Globalization;

namespace BatchImport.Targets.Sql;

/// <summary>Columns of SQL Server. Types: https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql.</summary>
internal static class SqlServerColumns
{
    // The length of a type without a limit.
    private const int NoLimit = -1;

    /// <summary>A row of <see cref="SqlServerStatements.Columns"/>.</summary>
    public static SqlColumn Read(DbDataReader reader)
    {
        var column = Create(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.IsDBNull(8) ? null : reader.GetString(8));
        return column with { IsNullable = reader.GetBoolean(5), HasDefault = reader.GetInt32(6) != 0, IsGenerated = reader.GetInt32(7) != 0 };
    }

    /// <summary>A column.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The name of the system type; empty for a type of the common language runtime.</param>
    /// <param name="bytes">The size in bytes.</param>
    /// <param name="precision">The digits of a number.</param>
    /// <param name="scale">The decimals of a number.</param>
    /// <param name="collation">The collation of a text.</param>
    public static SqlColumn Create(string name, string type, int bytes, int precision, int scale, string? collation) => type switch
    {
        "nvarchar" or "nchar" => Text(name, type, bytes == NoLimit ? null : bytes / 2, collation),
        "varchar" or "char" => Text(name, type, bytes == NoLimit ? null : bytes, collation) with { HasCodePage = true },
        "text" or "ntext" => Text(name, "nvarchar", null, collation) with { Shown = type },
        "tinyint" => new SqlColumn(name, SqlType.Integer, type, type) { Least = byte.MinValue, Greatest = byte.MaxValue },
        "smallint" => new SqlColumn(name, SqlType.Integer, type, type) { Least = short.MinValue, Greatest = short.MaxValue },
        "int" => new SqlColumn(name, SqlType.Integer, type, type) { Least = int.MinValue, Greatest = int.MaxValue },
        "bigint" => new SqlColumn(name, SqlType.Integer, type, type),
        "decimal" or "numeric" when Sized(type, precision, scale) is var sized => new SqlColumn(name, SqlType.Decimal, sized, sized) { Precision = precision, Scale = scale },
        "money" or "smallmoney" => new SqlColumn(name, SqlType.Decimal, type, type) { Precision = precision, Scale = scale },
        "float" or "real" => new SqlColumn(name, SqlType.Real, type, type),
        "bit" => new SqlColumn(name, SqlType.Boolean, type, type),
        "date" => new SqlColumn(name, SqlType.Date, type, type),
        "time" => new SqlColumn(name, SqlType.Time, "time(7)", type),
        "datetime2" or "datetime" or "smalldatetime" => new SqlColumn(name, SqlType.Timestamp, "datetime2(7)", type),
        "datetimeoffset" => new SqlColumn(name, SqlType.Instant, "datetimeoffset(7)", type),
        "uniqueidentifier" => new SqlColumn(name, SqlType.Uuid, type, type),
        _ => new SqlColumn(name, SqlType.Other, "nvarchar(max)", type.Length == 0 ? "a type that only the database knows" : type),
    };

    private static SqlColumn Text(string name, string type, int? length, string? collation)
    {
        // A conversion to the fixed length adds blanks, which a comparison with the value would take for a loss.
        var variable = type switch { "char" => "varchar", "nchar" => "nvarchar", _ => type };
        var size = length?.ToString(CultureInfo.InvariantCulture) ?? "max";
        return new SqlColumn(name, SqlType.Text, $"{variable}({size})", $"{type}({size})") { MaxLength = length, CountsUtf16 = true, Collation = collation };
    }

    private static string Sized(string type, int precision, int scale) => string.Create(CultureInfo.InvariantCulture, $"{type}({precision},{scale})");
}
