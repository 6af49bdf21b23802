using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The mail service refuses the mail. The import completes all the same, and its workbook can be had.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="description">What happens.</param>
/// <param name="key">The key the host has.</param>
/// <param name="comes">Whether the mail comes in the end.</param>
/// <param name="refusals">How the service refuses, a status each.</param>
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
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        var status = await fixture.EndAsync(import, cancellationToken);
        var taken = fixture.SendGrid.Taken.Count(body => body.Contains(import.Id, StringComparison.Ordinal));
        var outcome = await fixture.CheckAsync(import, status, comes ? taken : 1, cancellationToken);
        var expected = comes ? "sent" : "failed";
        var told = status.GetProperty("mail").GetString();
        return told == expected ? outcome : outcome with { Problem = $"the state says of the mail '{told}', not '{expected}'; {outcome.Problem}" };
    }
}
