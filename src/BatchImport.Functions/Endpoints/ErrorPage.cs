using BatchImport.Pipeline;

namespace BatchImport.Functions.Endpoints;

/// <summary>Rows that are errors, in the format of the endpoints.</summary>
/// <param name="Items">The rows, in the order of their results.</param>
/// <param name="Next">Where to continue: after the last row that was read.</param>
/// <param name="HasMore">True when there are more already; false when more can only follow later.</param>
public sealed record ErrorPage(IReadOnlyList<RowView> Items, long Next, bool HasMore)
{
    /// <summary>The view of rows that are errors.</summary>
    public static ErrorPage From(RowErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new ErrorPage([.. errors.Items.Select(RowView.From)], errors.Next, errors.HasMore);
    }
}
