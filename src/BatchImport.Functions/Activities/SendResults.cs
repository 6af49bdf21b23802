using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Mails the owner how it went: once, or with the same Message-ID again when a crash came between sending and noting it.</summary>
/// <param name="imports">The import path.</param>
public sealed class SendResults(ImportSteps imports)
{
    /// <summary>Sends the mail.</summary>
    /// <returns>True when it was taken for delivery; false when it cannot be: nobody is known to mail, or the service refused for good.</returns>
    [Function(nameof(SendResults))]
    public Task<bool> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.SendAsync(batchId, cancellationToken);
}
