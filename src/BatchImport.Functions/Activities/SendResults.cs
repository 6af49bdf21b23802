using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Mails the result to the owner: once, or again with the same Message-ID after a crash between sending and recording it.</summary>
/// <param name="imports">The import path.</param>
public sealed class SendResults(IImportSteps imports)
{
    /// <summary>Sends the mail.</summary>
    /// <returns>True when it was accepted for delivery; false when it cannot be: no owner is known, or the service refused it permanently.</returns>
    [Function(nameof(SendResults))]
    public Task<bool> RunAsync([ActivityTrigger] string batchId, CancellationToken cancellationToken) =>
        imports.SendAsync(batchId, cancellationToken);
}
