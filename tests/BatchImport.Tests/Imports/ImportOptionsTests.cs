using System.ComponentModel.DataAnnotations;
using BatchImport.Imports;

namespace BatchImport.Tests.Imports;

public sealed class ImportOptionsTests
{
    [Theory]
    [InlineData(250, 0, null, 1)]
    [InlineData(5_000, 0, null, 50)]
    [InlineData(50_000, 0, null, 250)]
    [InlineData(5_000, 100, null, 100)]
    [InlineData(50_000, 0, 1_000.0, 250)]
    [InlineData(5_000, 0, 10.0, 40)]
    [InlineData(5_000, 100, 0.1, 1)]
    [InlineData(200, 0, 10.0, 1)]
    public void A_slice_holds_no_more_rows_than_its_target_takes_in_some_seconds(int rows, int asked, double? rowsPerSecond, int slice) =>
        Assert.Equal(slice, new ImportOptions { RowsPerActivity = asked }.SliceRows(rows, rowsPerSecond));

    [Theory]
    [InlineData("example.com", "desk@example.com", null)]
    [InlineData("*.example.com,example.org", "desk@example.org", null)]
    [InlineData("example.com, @example.org", null, "'@example.org' is not a domain")]
    [InlineData("*", null, "'*' is not a domain")]
    [InlineData("localhost", null, "'localhost' is not a domain")]
    [InlineData("example.com", "desk@example.org", "Import:DefaultOwner has a domain")]
    public void The_domains_of_owners_are_checked_at_start(string domains, string? owner, string? problem)
    {
        var options = new ImportOptions { OwnerDomains = domains, DefaultOwner = owner };

        var found = ((IValidatableObject)options).Validate(new ValidationContext(options)).Select(static each => each.ErrorMessage!);

        if (problem is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(problem, Assert.Single(found), StringComparison.Ordinal);
        }
    }
}
