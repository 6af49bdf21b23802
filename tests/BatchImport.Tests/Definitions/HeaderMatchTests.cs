using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Definitions;

public sealed class HeaderMatchTests
{
    private static readonly ImportDefinition Fuzzy = new()
    {
        Name = "d",
        Fuzzy = true,
        Columns =
        [
            new() { Name = "Email", Required = true, Aliases = ["Mail address"] }, new() { Name = "First name" }, new() { Name = "Phone 1" },
            new() { Name = "Straße" }, new() { Name = "Id" },
        ],
    };

    [Theory]
    [InlineData("Emial", "Email")]
    [InlineData("E-Mail", "Email")]
    [InlineData("e_mail", "Email")]
    [InlineData("Mail adress", "Email")]
    [InlineData("FIRST_NAME", "First name")]
    [InlineData("Frist nmae", "First name")]
    [InlineData("phone1", "Phone 1")]
    public void A_header_text_that_is_nearly_a_columns_name_means_that_column(string text, string column) =>
        Assert.Equal([new ColumnMatch(text, column)], Near(text));

    [Theory]
    [InlineData("Mobile")]
    [InlineData("Phone 2")]
    [InlineData("Ix")]
    [InlineData("Frist nmeas")]
    [InlineData("Fist")]
    public void One_that_is_further_away_does_not(string text) => Assert.Empty(Near(text));

    [Fact]
    public void What_could_mean_two_columns_means_none()
    {
        var definition = Fuzzy with { Columns = [new() { Name = "Amount A" }, new() { Name = "Amount B" }, new() { Name = "Total" }] };

        Assert.Empty(RowValidator.Bind(definition, ["Amount C"]).NearMatches);
        Assert.Empty(RowValidator.Bind(definition, ["Totals", "Totale"]).NearMatches);
        Assert.Equal([new ColumnMatch("Amont B", "Amount B")], RowValidator.Bind(definition, ["Amount A", "Amont B"]).NearMatches);
    }

    [Fact]
    public void Only_a_definition_that_asks_for_it_is_matched_by_nearly_its_names()
    {
        var refusal = Assert.Throws<RejectedException>(() => RowValidator.Bind(Fuzzy with { Fuzzy = false }, ["Id", "Emial"]));
        Assert.Equal("missing-column", refusal.Code);
        Assert.Equal("The header lacks the column \"Email\" (or \"Mail address\"), which the definition d requires. It has: \"Id\", \"Emial\". \"Emial\" may be meant for \"Email\". Add the column or rename the one that is meant.", refusal.Message);
        Assert.False(RowValidator.Fits(Fuzzy, ["Emial"], out _));
    }

    [Fact]
    public void Columns_that_are_not_known_are_refused_where_that_is_asked_for()
    {
        var definition = Fuzzy with { UnknownColumns = UnknownColumns.Refuse };

        var refusal = Assert.Throws<RejectedException>(() => RowValidator.Bind(definition, ["Email", "Colour", "Id"]));
        Assert.Equal("unknown-column", refusal.Code);
        Assert.StartsWith("The header has the column \"Colour\" (B), which the definition d does not know and does not allow. It knows: \"Email\", \"First name\",", refusal.Message, StringComparison.Ordinal);
        Assert.False(RowValidator.Fits(definition, ["Email", "Colour"], out _));
        Assert.True(RowValidator.Fits(definition, ["Email", "Id"], out _));
        RowValidator.Bind(definition, ["Emial", "Id"]);
    }

    [Fact]
    public void Columns_that_are_not_known_are_left_out_where_that_is_asked_for()
    {
        var kept = ColumnSelection.Create(Fuzzy with { UnknownColumns = UnknownColumns.Drop }, ["Colour", "Emial", "Size", "Id"]);

        Assert.Equal(["Emial", "Id"], kept.Header);
        Assert.Equal(["Colour", "Size"], kept.Dropped);
        Assert.Equal([Cell.FromText("2"), Cell.FromText("4")], kept.Take([Cell.FromText("1"), Cell.FromText("2"), Cell.FromText("3"), Cell.FromText("4")]));
    }

    [Fact]
    public void All_columns_are_kept_where_nothing_else_is_asked_for()
    {
        var kept = ColumnSelection.Create(Fuzzy, ["Colour", "Email"]);

        Assert.Equal(["Colour", "Email"], kept.Header);
        Assert.Empty(kept.Dropped);
        Assert.Equal([Cell.FromText("1"), Cell.FromText("2")], kept.Take([Cell.FromText("1"), Cell.FromText("2")]));
    }

    [Fact]
    public void A_file_of_which_nothing_would_be_left_is_refused() =>
        Assert.Equal("missing-column", Assert.Throws<RejectedException>(() => ColumnSelection.Create(Fuzzy with { UnknownColumns = UnknownColumns.Drop }, ["Colour"])).Code);

    private static IReadOnlyList<ColumnMatch> Near(string text) =>
        RowValidator.Bind(Fuzzy with { Columns = [.. Fuzzy.Columns.Select(column => column with { Required = false })] }, [text]).NearMatches;
}
