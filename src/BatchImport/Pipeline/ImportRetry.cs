using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>The result of a request for a retry.</summary>
/// <param name="Answer">Whether a retry is possible.</param>
/// <param name="Request">What to run; null unless <see cref="RetryAnswer.Ready"/>.</param>
public sealed record ImportRetry(RetryAnswer Answer, ImportRequest? Request = null);
