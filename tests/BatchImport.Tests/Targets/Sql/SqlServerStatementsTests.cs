using BatchImport.Definitions;
using BatchImport.Targets.Sql;

namespace BatchImport.Tests.Targets.Sql;

/// <summary>The SQL for SQL Server, as text: <see cref="SqlServerTargetTests"/> runs it where there is a server.</summary>
public sealed class SqlServerStatementsTests
{
    private static readonly SqlColumn Id = SqlServerColumns.Create("id", "int", 4, 10, 0, null);
    private static readonly SqlColumn Name = SqlServerColumns.Create("full name]", "nvarchar", 100, 0, 0, "Latin1_General_CI_AS");
    private static readonly SqlColumn Code = SqlServerColumns.Create("code", "varchar", 5, 0, 0, "Latin1_General_CI_AS");

    [Fact]
    public void An_upsert_writes_rows_and_ledger_in_one_transaction() => Assert.Equal(
        """
        SET NOCOUNT, XACT_ABORT ON;
        DECLARE @written TABLE (n int NOT NULL, reference nvarchar(4000) NULL);
        BEGIN TRANSACTION;
        SELECT raw.n, CONVERT(int, raw.v0) AS v0, CONVERT(nvarchar(50), raw.v1 COLLATE Latin1_General_CI_AS) AS v1 INTO #fresh FROM OPENJSON(@rows) WITH (n int '$[0]', v0 nvarchar(max) '$[1]', v1 nvarchar(max) '$[2]') AS raw
        WHERE NOT EXISTS (SELECT 1 FROM batchimport_ledger AS done WHERE done.import_id = @import AND done.row_number = raw.n);
        MERGE [crm].[people] WITH (HOLDLOCK) AS target USING #fresh AS fresh ON target.[id] = fresh.v0 WHEN MATCHED THEN UPDATE SET [full name]]] = fresh.v1 WHEN NOT MATCHED THEN INSERT ([id], [full name]]]) VALUES (fresh.v0, fresh.v1) OUTPUT fresh.n, NULL INTO @written (n, reference);
        INSERT INTO batchimport_ledger (import_id, row_number, reference) SELECT @import, n, reference FROM @written;
        COMMIT TRANSACTION;
        SELECT done.row_number, done.reference FROM batchimport_ledger AS done JOIN OPENJSON(@rows) WITH (n int '$[0]') AS raw ON raw.n = done.row_number WHERE done.import_id = @import;
        """,
        SqlServerStatements.Write(Plan(SqlMode.Upsert, null, new SqlField(Id, 0, IsKey: true), new SqlField(Name, 1, IsKey: false))));

    [Fact]
    public void An_insertion_matches_no_row_and_returns_the_reference() => Assert.Contains(
        "ON 1 = 0 WHEN NOT MATCHED THEN INSERT ([full name]]]) VALUES (fresh.v0) OUTPUT fresh.n, CONVERT(nvarchar(4000), inserted.[id]) INTO @written",
        SqlServerStatements.Write(Plan(SqlMode.Insert, Id, new SqlField(Name, 1, IsKey: false))), StringComparison.Ordinal);

    [Fact]
    public void An_update_inserts_nothing()
    {
        var statement = SqlServerStatements.Write(Plan(SqlMode.Update, null, new SqlField(Id, 0, IsKey: true), new SqlField(Name, 1, IsKey: false)));

        Assert.Contains("WHEN MATCHED THEN UPDATE SET [full name]]] = fresh.v1 OUTPUT", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("WHEN NOT MATCHED", statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_a_code_page_would_change_is_an_error_before_it_is_written() => Assert.Contains(
        "IF EXISTS (SELECT 1 FROM OPENJSON(@rows) WITH (n int '$[0]', v0 nvarchar(max) '$[1]') AS raw WHERE CONVERT(nvarchar(max), CONVERT(varchar(5), raw.v0 COLLATE Latin1_General_CI_AS)) COLLATE Latin1_General_BIN2 <> raw.v0 COLLATE Latin1_General_BIN2) THROW 50101, ",
        SqlServerStatements.Write(Plan(SqlMode.Insert, null, new SqlField(Code, 0, IsKey: false))), StringComparison.Ordinal);

    [Fact]
    public void Rows_are_arrays_of_texts_with_their_numbers() => Assert.Equal(
        """[[2,"1","a\u0022\u00FC"],[3,null,""]]""", SqlServerDatabase.JsonOf([new SqlRow(2, ["1", "a\"ü"]), new SqlRow(3, [null, ""])]));

    [Theory]
    [InlineData("nvarchar", 100, 0, 0, "Text", "nvarchar(50)", "nvarchar(50)", 50)]
    [InlineData("nvarchar", -1, 0, 0, "Text", "nvarchar(max)", "nvarchar(max)", null)]
    [InlineData("char", 6, 0, 0, "Text", "varchar(6)", "char(6)", 6)]
    [InlineData("decimal", 9, 12, 2, "Decimal", "decimal(12,2)", "decimal(12,2)", null)]
    [InlineData("bit", 1, 1, 0, "Boolean", "bit", "bit", null)]
    [InlineData("datetime", 8, 23, 3, "Timestamp", "datetime2(7)", "datetime", null)]
    [InlineData("datetimeoffset", 10, 34, 7, "Instant", "datetimeoffset(7)", "datetimeoffset", null)]
    [InlineData("geography", -1, 0, 0, "Other", "nvarchar(max)", "geography", null)]
    public void Columns_are_known_by_their_types(string type, int bytes, int precision, int scale, string kind, string typeName, string shown, int? length)
    {
        var column = SqlServerColumns.Create("a", type, bytes, precision, scale, null);

        Assert.Equal((kind, typeName, shown, length), (column.Type.ToString(), column.TypeName, column.Shown, column.MaxLength));
    }

    [Theory]
    [InlineData(2627, 14, "Violation of PRIMARY KEY constraint 'batchimport_ledger_pkey'. Cannot insert duplicate key in object 'dbo.batchimport_ledger'. The duplicate key value is (a, 2).", "Busy", "the row is being written by another delivery")]
    [InlineData(2627, 14, "Violation of UNIQUE KEY constraint 'UQ_mail'. Cannot insert duplicate key in object 'dbo.people'. The duplicate key value is (ada@example.com).", "Row", "another row of the table has the same value: \"ada@example.com\" (UQ_mail)")]
    [InlineData(547, 16, "The MERGE statement conflicted with the FOREIGN KEY constraint \"FK_country\". The conflict occurred in database \"crm\", table \"dbo.countries\", column 'code'.", "Row", "the table does not allow the row: its rule or reference is not met (FK_country)")]
    [InlineData(515, 16, "Cannot insert the value NULL into column 'name', table 'crm.dbo.people'; column does not allow nulls. INSERT fails.", "Row", "a column of the table must have a value (name)")]
    [InlineData(50_001, 16, "Closed accounts take no orders", "Row", "the database refuses the row: Closed accounts take no orders")]
    [InlineData(1205, 13, "Transaction (Process ID 52) was deadlocked", "Busy", "the database is busy")]
    [InlineData(208, 16, "Invalid object name 'people'.", "Setup", "the database does not accept the statement")]
    [InlineData(18456, 14, "Login failed for user 'crm'.", "Setup", "the database does not accept the statement")]
    [InlineData(40613, 17, "Database 'crm' is not currently available.", "Outage", "the database does not answer")]
    [InlineData(823, 24, "The operating system returned an error", "Outage", "the database does not answer")]
    public void Errors_are_told_apart_by_their_numbers(int number, int severity, string message, string kind, string words)
    {
        var fault = SqlServerFaults.Find(number, severity, message);

        Assert.Equal((kind, words), (fault.Kind.ToString(), fault.Message));
        Assert.DoesNotContain("ada@", fault.Detail, StringComparison.Ordinal);
    }

    private static SqlPlan Plan(SqlMode mode, SqlColumn? reference, params SqlField[] fields) =>
        new(new SqlTargetDefinition { Provider = SqlProvider.SqlServer, Connection = "crm", Schema = "crm", Table = "people", Mode = mode }, fields, reference);
}
