using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The mail service refuses the mail. The import completes nevertheless, and its workbook is available.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="description">What happens.</param>
/// <param name="key">The host's key.</param>
/// <param name="comes">Whether the mail arrives in the end.</param>
/// <param name="refusals">The statuses of the refusals.</param>
internal sealed class MailFault(string name, string description, string key, bool comes, int[] refusals) : IFault
{
    public string Name => name;

    public string Description => description;

    public IReadOnlyDictionary<string, string> HostSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Mail:Sender"] = "SendGrid",
        ["Mail:SendGrid:ApiKey"] = key,
        ["Mail:SendGrid:Timeout"] = "00:00:01",
    };

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        fixture.SendGrid.Refuse(refusals);
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        var status = await fixture.Imports.EndAsync(import, cancellationToken);
        var taken = fixture.SendGrid.Taken.Count(body => body.Contains(import.Id, StringComparison.Ordinal));
        var outcome = await fixture.Imports.CheckAsync(import, status, comes ? taken : 1, mayBePartial: false, cancellationToken);
        var expected = comes ? "sent" : "failed";
        var reported = status.GetProperty("mail").GetString();
        return reported == expected ? outcome : outcome with { Problem = $"the state of the mail is '{reported}', not '{expected}'; {outcome.Problem}" };
    }
}
