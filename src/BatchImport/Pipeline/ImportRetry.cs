using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>What came of asking for a retry.</summary>
/// <param name="Answer">Whether there can be one.</param>
/// <param name="Request">What to run; null unless <see cref="RetryAnswer.Ready"/>.</param>
public sealed record ImportRetry(RetryAnswer Answer, ImportRequest? Request = null);
