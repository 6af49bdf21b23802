using System.Diagnostics;
using BatchImport.Faults.Imports;
using BatchImport.Targets;

namespace BatchImport.Faults.Host;

/// <summary>A target whose behavior depends on the row's kind.</summary>
internal sealed class FaultTarget : IRowTarget
{
    private const int KindColumn = 1;
    private const int LongestCell = 32_767;
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(5);

    public string Name => FaultFile.DefinitionName;

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        switch (Enum.Parse<RowKind>(row.Values[KindColumn].Text!))
        {
            case RowKind.Slow:
                await Task.Delay(Slowness, cancellationToken);
                return "slow";
            case RowKind.Throw:
                throw new InvalidOperationException("a bug");
            case RowKind.Refuse:
                throw new RowRefusedException("not this one");
            case RowKind.Busy:
                throw new TransientRowException("busy (503)");
            case RowKind.Garbage:
                return "\0\u0001\uFFFE\uD800=1+1\t" + new string('g', LongestCell * 2);
            case RowKind.Hang:
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return null;
            case RowKind.Crash:
                using (var self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }

                // The process ends immediately, yet not within this statement.
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            default:
                return null;
        }
    }
}
