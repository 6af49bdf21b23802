using BatchImport.Workbooks;

namespace BatchImport.Mail;

/// <summary>An error as the mail shows it.</summary>
/// <param name="Row">The row's number in the sheet, as a spreadsheet program shows it.</param>
/// <param name="Column">The names of the columns; empty when the whole row is meant.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record MailedError(int Row, string Column, string Reason)
{
    /// <summary>The first errors of an import, in file order. Reads pages only until it has enough.</summary>
    /// <param name="pages">The pages in order.</param>
    /// <param name="columns">The header's texts.</param>
    /// <param name="count">How many at the most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<MailedError>> FirstAsync(
        IAsyncEnumerable<ResultPage> pages, IReadOnlyList<string> columns, int count, CancellationToken cancellationToken)
    {
        var errors = new List<MailedError>(count);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            for (var index = 0; index < page.Results.Count && errors.Count < count; index++)
            {
                if (page.Results[index] is { Succeeded: false } result)
                {
                    errors.Add(new MailedError(page.Page.Rows[index].Number, ErrorText.ColumnsOf(result.Errors, columns), ErrorText.Of(result.Errors, columns)));
                }
            }

            if (errors.Count >= count)
            {
                break;
            }
        }

        return errors;
    }
}
