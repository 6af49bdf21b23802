using System.Reflection;
using BatchImport.Common;
using BatchImport.Results;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.EndToEnd.Tests;

/// <summary>An activity that keeps failing: the import ends as Failed, its results stay readable, and the owner is informed.</summary>
public sealed class FailingImportTests(FailingImportTests.BrokenHost host) : IClassFixture<FailingImportTests.BrokenHost>
{
    [Fact]
    public async Task An_import_whose_rows_cannot_be_processed_ends_with_what_was_done_and_a_mail()
    {
        var id = await host.DropAsync("half.csv", "No\n1\n2\n3\n"u8.ToArray(), ("owner", "ada@example.com"));

        var import = await host.EndAsync(id);

        Assert.Equal(("failed", "sent"), (import.GetProperty("state").GetString(), import.GetProperty("mail").GetString()));
        Assert.Contains("kept failing", import.GetProperty("problem").GetString(), StringComparison.Ordinal);
        var workbook = await host.WorkbookAsync(id);
        Assert.Equal(["1", "3"], workbook["Success"].Skip(1).Select(row => row[0]?.ToString()));
        Assert.Equal(["2"], workbook["Not processed"].Skip(1).Select(row => row[0]?.ToString()));
        Assert.Contains("half.csv", Assert.Single(host.Mails(id)).Subject, StringComparison.Ordinal);
    }

    /// <summary>A host that cannot write the result of any page's second row.</summary>
    public sealed class BrokenHost : LocalHostFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Import:RetryAttempts"] = "3",
            ["Import:RetryFirstWait"] = "00:00:00.050",
        };

        protected override void Configure(IServiceCollection services, IConfiguration settings)
        {
            base.Configure(services, settings);
            var inner = services.Last(service => service.ServiceType == typeof(IResultStore));
            services.AddSingleton(provider => BrokenStore.Over((IResultStore)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)));
        }
    }

    /// <summary>A result store that works except for one row.</summary>
    public class BrokenStore : DispatchProxy
    {
        private IResultStore? _inner;

        public static IResultStore Over(IResultStore inner)
        {
            var store = Create<IResultStore, BrokenStore>();
            ((BrokenStore)store)._inner = inner;
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IResultStore.WriteAsync) && ((IReadOnlyList<RowResult>)args![3]!).Any(result => result.Index == 1)
                ? Task.FromException<int>(new TimeoutException("The server does not answer."))
                : targetMethod?.Invoke(_inner, args);
    }
}
