using Npgsql;

namespace BatchImport.Targets.Sql;

/// <summary>Columns of PostgreSQL.</summary>
internal static class PostgresColumns
{
    // A type's modifier holds 4 bytes more than what it is about: VARHDRSZ.
    private const int Header = 4;

    /// <summary>A row of <see cref="PostgresStatements.Columns"/>.</summary>
    public static SqlColumn Read(NpgsqlDataReader reader)
    {
        var (name, type, typeName, shown, modifier) = (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4));
        var column = new SqlColumn(name, TypeOf(type), typeName, shown)
        {
            IsNullable = !reader.GetBoolean(5),
            HasDefault = reader.GetBoolean(6),
            IsGenerated = reader.GetBoolean(7),
        };
        return type switch
        {
            "varchar" or "bpchar" when modifier > Header => column with { MaxLength = modifier - Header },
            "numeric" when modifier > Header => column with { Precision = (modifier - Header) >> 16, Scale = ScaleOf(modifier) },
            "int2" => column with { Least = short.MinValue, Greatest = short.MaxValue },
            "int4" => column with { Least = int.MinValue, Greatest = int.MaxValue },
            _ => column,
        };
    }

    // The scale is the lower 11 bits, signed since version 15: https://git.postgresql.org/gitweb/?p=postgresql.git;f=src/backend/utils/adt/numeric.c, make_numeric_typmod.
    private static int ScaleOf(int modifier) => ((((modifier - Header) & 0x7FF) ^ 1024) - 1024);

    private static SqlType TypeOf(string type) => type switch
    {
        "varchar" or "bpchar" or "text" or "citext" or "name" => SqlType.Text,
        "int2" or "int4" or "int8" => SqlType.Integer,
        "numeric" => SqlType.Decimal,
        "float4" or "float8" => SqlType.Real,
        "bool" => SqlType.Boolean,
        "date" => SqlType.Date,
        "time" => SqlType.Time,
        "timestamp" => SqlType.Timestamp,
        "timestamptz" => SqlType.Instant,
        "uuid" => SqlType.Uuid,
        _ => SqlType.Other,
    };
}
