namespace BatchImport.Targets;

/// <summary>The target <c>none</c>: rows are validated but not sent.</summary>
internal sealed class NoTarget : IRowTarget
{
    public const string TargetName = "none";

    public string Name => TargetName;

    public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
