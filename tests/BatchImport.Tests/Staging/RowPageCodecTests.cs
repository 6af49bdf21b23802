using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using CsCheck;

namespace BatchImport.Tests.Staging;

public sealed class RowPageCodecTests
{
    private static readonly Gen<Cell> AnyCell = Gen.OneOf(
        Gen.Const(Cell.Empty),
        Gen.Const(Cell.Uncalculated),
        Gen.Select(Gen.String[1, 12], Gen.Double).Select(Cell.FromIdentifier),
        Gen.String.Select(Cell.FromText),
        Gen.Double.Select(Cell.FromNumber),
        Gen.Double[0, 2_958_465].Select(Cell.FromDate),
        Gen.Bool.Select(Cell.FromBoolean),
        Gen.OneOf(Gen.Const("#N/A"), Gen.Const("#DIV/0!")).Select(Cell.FromError));

    private static readonly Gen<IReadOnlyList<RowError>?> AnyErrors = Gen.OneOf(
        Gen.Const((IReadOnlyList<RowError>?)null),
        Gen.Select(Gen.Int[-1, 300], Gen.String).Select((column, message) => new RowError(column < 0 ? null : column, message)).Array[1, 3].Select(errors => (IReadOnlyList<RowError>?)errors));

    private static readonly Gen<RowPage> AnyPage =
        from columns in Gen.Int[1, 6]
        from rows in Gen.Select(Gen.Int[2, 1_048_576], AnyCell.Array[columns], Gen.OneOf(Gen.Const((string?)null), Gen.String[1, 20].Select(text => (string?)text)), AnyErrors)
            .Select((number, cells, problem, errors) => new StagedRow(number, cells, problem, errors)).Array[0, 20]
        select new RowPage(3, rows);

    [Fact]
    public void Any_page_comes_back_as_it_was() => AnyPage.Sample(
        page =>
        {
            var decoded = RowPageCodec.Decode(3, RowPageCodec.Encode(page));
            Assert.Equal(page.Index, decoded.Index);
            Assert.Equal(page.Rows.Count, decoded.Rows.Count);
            foreach (var (expected, actual) in page.Rows.Zip(decoded.Rows))
            {
                Assert.Equal((expected.Number, expected.Problem), (actual.Number, actual.Problem));
                Assert.Equal(expected.Errors, actual.Errors);
                Assert.Equal(expected.Cells, actual.Cells);
            }
        },
        seed: "0000KOPWh5q2",
        iter: 500);

    [Fact]
    public void A_page_of_another_version_is_refused_with_what_to_do()
    {
        var refused = Assert.Throws<InvalidDataException>(() => RowPageCodec.Decode(7, BinaryData.FromString("BIP9....")));

        Assert.Contains("page 7", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Drop the file again", refused.Message, StringComparison.Ordinal);
    }
}
