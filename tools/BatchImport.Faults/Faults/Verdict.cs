using System.Text.Json;
using Azure.Storage.Blobs;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Whether what was promised of an import that must complete holds.</summary>
internal static class Verdict
{
    /// <summary>Holds an import that has ended against its file.</summary>
    /// <param name="import">The import.</param>
    /// <param name="status">What the host tells of it.</param>
    /// <param name="mails">How many mails about it arrived.</param>
    /// <param name="workbook">Where its workbook must be.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<Outcome> CheckAsync(DroppedImport import, JsonElement status, int mails, BlobClient workbook, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (status.GetProperty("state").GetString() != "completed")
        {
            problems.Add($"it ended as {status.GetProperty("state").GetString()}");
        }

        var check = new WorkbookCheck(import.File.Kinds.Count, 0, 0);
        if (await workbook.ExistsAsync(cancellationToken))
        {
            using var content = (await workbook.DownloadContentAsync(cancellationToken)).Value.Content.ToStream();
            check = WorkbookCheck.Compare(import.File, content);
        }
        else
        {
            problems.Add("there is no workbook");
        }

        if (check.Wrong > 0)
        {
            problems.Add($"{check.Wrong} rows are on the wrong sheet");
        }

        if (mails == 0)
        {
            problems.Add("no mail came");
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
