using System.Text;
using BatchImport.Definitions;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

public sealed class TargetReaderTests
{
    [Fact]
    public void A_target_is_read_with_everything_in_it()
    {
        var target = Read("""
            { "type": "http", "url": "https://api.example.com/v1/{Id}", "method": "PATCH", "headers": { "X-Key": "{setting:A:B}" }, // comments are allowed
              "body": { "a": ["{Id}", 1, ], }, "success": [200, 202], "reference": "/id", "message": "/m", "idempotencyHeader": "X-Id",
              "attempts": 5, "firstWaitSeconds": 0.5, "longestWaitSeconds": 60, "timeoutSeconds": 2.5, "rowsInFlight": 4, "concurrency": 16,
              "rowsPerSecond": 12.5, "breaker": { "failures": 3, "pauseSeconds": 30 } }
            """);

        Assert.Equal(("http", 5, 4, 16, 12.5), (target.Type, target.Attempts, target.RowsInFlight, target.Concurrency, target.RowsPerSecond));
        Assert.Equal((0.5, 60, 2.5), (target.FirstWait.TotalSeconds, target.LongestWait.TotalSeconds, target.Timeout.TotalSeconds));
        Assert.Equal(new BreakerDefinition { Failures = 3, Pause = TimeSpan.FromSeconds(30) }, target.Breaker);
        var http = target.Http!;
        Assert.Equal(("PATCH", "https://api.example.com/v1/{Id}", """{"a":["{Id}",1]}""", "/id", "/m", "X-Id"), (http.Method, http.Url, http.Body, http.Reference, http.Message, http.IdempotencyHeader));
        Assert.Equal([200, 202], http.Success);
        Assert.Equal("{setting:A:B}", http.Headers["x-key"]);
    }

    [Fact]
    public void A_name_alone_is_a_target_without_options_or_breaker() =>
        Assert.Equal(new TargetDefinition { Type = "crm" }, Read("\"crm\""));

    [Fact]
    public void A_target_of_ones_own_has_options_of_its_own()
    {
        var target = Read("""{ "options": { "queue": "rows", "sizes": [1, 2] }, "type": "crm", "breaker": { "failures": 2 } }""");

        Assert.Equal(("crm", """{"queue":"rows","sizes":[1,2]}""", 2), (target.Type, target.Options, target.Breaker?.Failures));
    }

    [Fact]
    public void A_breaker_is_there_for_http_and_table_unless_it_is_turned_off()
    {
        const string Table = "\"type\": \"table\", \"table\": \"Parts\", \"partitionKey\": \"p\", \"rowKey\": \"{Id}\"";

        Assert.Equal(new BreakerDefinition(), Read($"{{ {Table} }}").Breaker);
        Assert.Null(Read($"{{ {Table}, \"breaker\": false }}").Breaker);
    }

    [Theory]
    [InlineData("7", "target is a name in quotes, or an object")]
    [InlineData("\"http\"", "the target http needs its options")]
    [InlineData("\"Web service\"", "must have 1 to 64 characters of a-z, 0-9 and hyphen")]
    [InlineData("{}", "the target has no type")]
    [InlineData("{ \"type\": \"http\" }", "the target has no url")]
    [InlineData("{ \"type\": \"none\", \"url\": \"https://a.example/\" }", "a target of the type none has no property \"url\"")]
    [InlineData("{ \"type\": \"crm\", \"uri\": 1 }", "a target has no property \"uri\"")]
    [InlineData("{ \"type\": \"crm\", \"attempts\": 0 }", "attempts is a whole number from 1 to 20")]
    [InlineData("{ \"type\": \"crm\", \"firstWaitSeconds\": 40 }", "longestWaitSeconds is less than firstWaitSeconds")]
    [InlineData("{ \"type\": \"crm\", \"rowsPerSecond\": 0 }", "rowsPerSecond is a number from 0.01 to 100000")]
    [InlineData("{ \"type\": \"crm\", \"breaker\": true }", "breaker is false, or an object")]
    [InlineData("{ \"type\": \"table\", \"table\": \"a-b\", \"partitionKey\": \"p\", \"rowKey\": \"{Id}\" }", "\"a-b\" is not a valid table name")]
    [InlineData("{ \"type\": \"table\", \"table\": \"Parts\", \"partitionKey\": \"p\", \"rowKey\": \"r\" }", "rowKey names no column")]
    public void What_is_wrong_is_said(string target, string rule) =>
        Assert.Contains(rule, Assert.Throws<DefinitionException>(() => Read(target)).Rule, StringComparison.Ordinal);

    [Theory]
    [InlineData("{Url}", "it begins with https:// and a host")]
    [InlineData("ftp://a.example/", "it begins with https:// and a host")]
    [InlineData("/v1/{Id}", "it begins with https:// and a host")]
    [InlineData("https://{Host}/v1", "it begins with https:// and a host")]
    [InlineData("https://api.{Host}/v1", "columns are allowed in the path and the query only")]
    [InlineData("https://a.example{Path}", "columns are allowed in the path and the query only")]
    [InlineData("https://user:secret@a.example/", "it holds a user's name or password")]
    [InlineData("https://a.example/#{Id}", "it has a fragment")]
    [InlineData("https://a.example/{setting:Key}", "is allowed in header fields only")]
    [InlineData("https://a.example/{", "a { begins {Column}")]
    [InlineData("https://a.example/}", "it has a } without a {")]
    public void An_address_says_itself_where_rows_go(string url, string rule) =>
        Assert.Contains(rule, Assert.Throws<DefinitionException>(() => Read($$"""{ "type": "http", "url": "{{url}}" }""")).Rule, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"method\": \"TRACE\"", "the method \"TRACE\" is unknown")]
    [InlineData("\"headers\": { \"Host\": \"b.example\" }", "a definition cannot set the header Host")]
    [InlineData("\"headers\": { \"content-language\": \"de\" }", "a definition cannot set the header content-language")]
    [InlineData("\"headers\": { \"A b\": \"c\" }", "\"A b\" is not a valid header name")]
    [InlineData("\"headers\": { \"A\": \"b\", \"a\": \"c\" }", "\"a\" occurs twice")]
    [InlineData("\"headers\": { \"A\": \"{Id}\" }", "columns are allowed in the path, the query and the body")]
    [InlineData("\"headers\": { \"A\": \"b\\r\\nC: d\" }", "a header's text is plain ASCII")]
    [InlineData("\"headers\": { \"idempotency-key\": \"b\" }", "carries the row's key")]
    [InlineData("\"body\": { \"a\": \"{setting:Key}\" }", "is allowed in header fields only")]
    [InlineData("\"body\": { \"a\": \"{\" }", "a { begins {Column}")]
    [InlineData("\"method\": \"GET\", \"body\": {}", "a GET request has no body")]
    [InlineData("\"reference\": \"id\"", "reference is a JSON pointer")]
    [InlineData("\"success\": [99]", "success is a whole number from 200 to 599")]
    public void A_request_is_checked_when_the_definition_is_read(string property, string rule) =>
        Assert.Contains(rule, Assert.Throws<DefinitionException>(() => Read($$"""{ "type": "http", "url": "https://a.example/", {{property}} }""")).Rule, StringComparison.Ordinal);

    [Fact]
    public void A_sql_target_is_read_with_everything_in_it()
    {
        var sql = Read("""
            { "type": "sql", "provider": "postgres", "connection": "crm", "table": "crm.people", "columns": { "id": "Id", "e_mail": "Email" }, "key": ["Id"], "mode": "update", "reference": "token" }
            """).Sql!;

        Assert.Equal((SqlProvider.Postgres, "crm", "crm", "people", SqlMode.Update, "token"), (sql.Provider, sql.Connection, sql.Schema, sql.Table, sql.Mode, sql.Reference));
        Assert.Equal(["id=Id", "e_mail=Email"], sql.Columns.Select(column => $"{column.Key}={column.Value}"));
        Assert.Equal(["Id"], sql.Key);
    }

    [Fact]
    public void A_sql_target_upserts_with_a_key_and_inserts_without_one()
    {
        var inserting = Read("""{ "type": "sql", "provider": "sqlserver", "connection": "crm", "table": "people" }""");

        Assert.Equal((SqlMode.Insert, null, new BreakerDefinition()), (inserting.Sql!.Mode, inserting.Sql.Schema, inserting.Breaker));
        Assert.Equal(SqlMode.Upsert, Read("""{ "type": "sql", "provider": "sqlserver", "connection": "crm", "table": "people", "key": ["Id"] }""").Sql!.Mode);
    }

    [Theory]
    [InlineData("\"connection\": \"crm\", \"table\": \"a\"", "the target has no provider")]
    [InlineData("\"provider\": \"mysql\", \"connection\": \"crm\", \"table\": \"a\"", "the provider \"mysql\" is unknown; valid values: postgres, sqlserver")]
    [InlineData("\"provider\": \"postgres\", \"table\": \"a\"", "the target has no connection")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"Host=a;Password=b\", \"table\": \"a\"", "is not the name of a connection")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\"", "the target has no table")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a.b.c\"", "\"a.b.c\" has more than two parts")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a.\"", "\"\" is not a name: 1 to 63 bytes")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaä\"", "is not a name: 1 to 63 bytes")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"columns\": {}", "columns is empty")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"columns\": { \"a\": \" \" }", "columns, \"a\": the name of the file's column is blank")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"key\": [\"Id\"], \"mode\": \"insert\"", "a target with the mode insert has no key")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"mode\": \"update\"", "a target with the mode update needs the columns of the file")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"mode\": \"merge\"", "the mode \"merge\" is unknown; valid values: upsert, insert, update")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"key\": [\"Id\", \"id\"]", "is there twice")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"key\": [\"number\"], \"columns\": { \"number\": \"Id\" }", "key names columns of the file, not of the table: write \"Id\" instead of \"number\"")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"key\": [\"Id\"], \"mode\": \"update\", \"columns\": { \"id\": \"Id\" }", "columns names no column besides the key")]
    [InlineData("\"provider\": \"postgres\", \"connection\": \"crm\", \"table\": \"a\", \"url\": \"https://a.example\"", "a target of the type sql has no property \"url\"")]
    public void A_sql_target_is_checked_when_the_definition_is_read(string properties, string rule) =>
        Assert.Contains(rule, Assert.Throws<DefinitionException>(() => Read($$"""{ "type": "sql", {{properties}} }""")).Rule, StringComparison.Ordinal);

    [Fact]
    public void A_problem_names_its_line()
    {
        var error = Assert.Throws<DefinitionException>(() => Read("{ \"type\": \"http\",\n\"url\": \"https://a.example/\",\n\"method\": \"TRACE\" }"));

        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void The_samples_are_valid()
    {
        var samples = Directory.GetFiles(Repository.PathOf("samples", "targets"), "*.json");

        Assert.NotEmpty(samples);
        Assert.All(samples, file => Assert.Equal(Path.GetFileNameWithoutExtension(file), DefinitionReader.Read(File.ReadAllBytes(file), file).Name));
    }

    private static TargetDefinition Read(string target) =>
        DefinitionReader.Read(Encoding.UTF8.GetBytes($$"""{ "name": "a", "columns": [{ "name": "Id" }], "target": {{target}} }"""), "a.json").Target;
}
