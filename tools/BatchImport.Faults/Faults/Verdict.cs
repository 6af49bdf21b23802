using System.Text.Json;
using Azure.Storage.Blobs;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Whether the guarantees for an import that must complete hold.</summary>
internal static class Verdict
{
    /// <summary>Compares an import that has ended with its file.</summary>
    /// <param name="import">The import.</param>
    /// <param name="status">Its status from the host.</param>
    /// <param name="mails">The number of mails about it that arrived.</param>
    /// <param name="workbook">Where its workbook must be.</param>
    /// <param name="mayBePartial">True for an import that may also end as failed or cancelled: rows that succeed otherwise may then be errors.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<Outcome> CheckAsync(DroppedImport import, JsonElement status, int mails, BlobClient workbook, bool mayBePartial, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var state = status.GetProperty("state").GetString();
        var isPartial = mayBePartial && state is ("failed" or "cancelled");
        if (state != "completed" && !isPartial)
        {
            problems.Add($"it ended as {state}");
        }

        var check = new WorkbookCheck(import.File.Kinds.Count, 0, 0);
        if (await workbook.ExistsAsync(cancellationToken))
        {
            using var content = (await workbook.DownloadContentAsync(cancellationToken)).Value.Content.ToStream();
            check = WorkbookCheck.Compare(import.File, content);
        }
        else if (isPartial && !status.TryGetProperty("rows", out _))
        {
            // The file was not read yet: there are no rows to list.
            check = new WorkbookCheck(0, 0, 0);
        }
        else
        {
            problems.Add("there is no workbook");
        }

        if (check.Wrong > 0 && !isPartial)
        {
            problems.Add($"{check.Wrong} rows are on the wrong sheet");
        }

        if (mails == 0)
        {
            problems.Add("no mail arrived");
        }

        return new Outcome
        {
            RowsLost = check.Lost,
            RowsDoubled = check.Doubled,
            MailsDoubled = Math.Max(0, mails - 1),
            Problem = problems.Count == 0 ? null : string.Join("; ", problems),
        };
    }
}
