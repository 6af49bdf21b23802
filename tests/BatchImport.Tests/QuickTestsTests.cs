using System.Reflection;
using BatchImport.Testing;

namespace BatchImport.Tests;

/// <summary>The quick tests, <c>--filter Speed!=Slow</c>, start no server.</summary>
public sealed class QuickTestsTests
{
    private static readonly Type[] Servers = [typeof(AzuriteServer), typeof(RedisServer), typeof(PostgresServer)];

    [Fact]
    public void Tests_that_use_a_server_are_marked_as_slow()
    {
        var users = typeof(QuickTestsTests).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.Name.EndsWith("Tests", StringComparison.Ordinal))
            .Where(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => Servers.Contains(parameter.ParameterType)))
            .ToArray();

        Assert.NotEmpty(users);
        Assert.All(users, type => Assert.Contains(type.GetCustomAttributes<TraitAttribute>(), trait => trait is { Name: "Speed", Value: "Slow" }));
    }
}
