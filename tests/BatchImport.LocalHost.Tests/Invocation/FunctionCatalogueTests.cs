using BatchImport.Functions;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Azure.Functions.Worker;
using BatchImport.LocalHost.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.LocalHost.Tests.Invocation;

public sealed class FunctionCatalogueTests
{
    [Fact]
    public async Task A_function_gets_its_class_from_the_services_and_its_parameters_from_the_invocation()
    {
        await using var services = new ServiceCollection().AddScoped<Greeting>().BuildServiceProvider();
        var function = Assert.Single(FunctionCatalogue.Load([typeof(Greeter)], TestSettings.Create()).Functions);

        var answer = await function.InvokeAsync(services, durable: null, trigger: 42, FunctionCall.NoNames, TestContext.Current.CancellationToken);

        Assert.Equal("Greet: hello 42, cancellable True, same scope True", answer);
    }

    [Fact]
    public async Task An_instance_and_its_scope_are_disposed_of_after_each_run()
    {
        await using var services = new ServiceCollection().AddScoped<Greeting>().AddSingleton<Disposals>().BuildServiceProvider();
        var function = Assert.Single(FunctionCatalogue.Load([typeof(Disposable)], TestSettings.Create()).Functions);

        await function.InvokeAsync(services, durable: null, trigger: "", FunctionCall.NoNames, TestContext.Current.CancellationToken);
        await function.InvokeAsync(services, durable: null, trigger: "", FunctionCall.NoNames, TestContext.Current.CancellationToken);

        Assert.Equal(2, services.GetRequiredService<Disposals>().Count);
    }

    [Fact]
    public async Task A_static_method_that_returns_a_value_or_nothing_is_a_function_too()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var functions = FunctionCatalogue.Load([typeof(Statics)], TestSettings.Create()).Functions.ToDictionary(function => function.Name);

        Assert.Equal(5, await Run("Length"));
        Assert.Null(await Run("Nothing"));
        Assert.Null(await Run("Later"));

        Task<object?> Run(string name) =>
            functions[name].InvokeAsync(services, durable: null, trigger: "hello", FunctionCall.NoNames, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_a_function_throws_comes_through_as_it_is()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var function = Assert.Single(FunctionCatalogue.Load([typeof(Thrower)], TestSettings.Create()).Functions);

        await Assert.ThrowsAsync<TimeoutException>(() =>
            function.InvokeAsync(services, durable: null, trigger: "", FunctionCall.NoNames, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("AzureWebJobs.Length.Disabled", "true")]
    [InlineData("AzureWebJobs.LENGTH.Disabled", "1")]
    [InlineData("AzureWebJobs:Length:Disabled", "True")]
    public void A_function_that_a_setting_disables_is_left_out(string key, string value)
    {
        var catalogue = FunctionCatalogue.Load([typeof(Statics)], TestSettings.Create((key, value)));

        Assert.Equal(["Length"], catalogue.Disabled);
        Assert.DoesNotContain(catalogue.Functions, function => function.Name == "Length");
    }

    [Fact]
    public void A_function_that_a_setting_enables_stays()
    {
        var catalogue = FunctionCatalogue.Load([typeof(Statics)], TestSettings.Create(("AzureWebJobs.Length.Disabled", "false")));

        Assert.Contains(catalogue.Functions, function => function.Name == "Length");
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "Function 'Lonely' has no trigger")]
    [InlineData(typeof(TwoTriggers), "Function 'Greedy', parameter 'second' of type TimerInfo: it is a second trigger")]
    [InlineData(typeof(StreamTrigger), "Function 'Streams', parameter 'blob' of type Stream: it carries a Blob trigger, which this host binds to BlobClient")]
    [InlineData(typeof(UnknownParameter), "Function 'Curious', parameter 'what' of type Version: it is no trigger, and this host has nothing to give it")]
    [InlineData(typeof(NameInActivity), "Function 'Misplaced', parameter 'name' of type String: it is no trigger")]
    [InlineData(typeof(WrongClient), "Function 'Client', parameter 'client' of type String: it carries [DurableClient]")]
    [InlineData(typeof(BlobOutput), "Function 'Output' returns String, and nothing takes what a Blob function returns")]
    [InlineData(typeof(HttpText), "Function 'Text' returns String to an HTTP request")]
    [InlineData(typeof(Awaitable), "Function 'Value' returns ValueTask, which this host does not await")]
    [InlineData(typeof(Generic), "Function 'Generic': its method")]
    [InlineData(typeof(Twins), "Two functions are named 'twin'")]
    public void What_this_host_cannot_bind_is_refused_by_function_parameter_and_reason(Type type, string message)
    {
        var exception = Assert.Throws<FunctionBindingException>(() => FunctionCatalogue.Load([type], TestSettings.Create()));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_of_the_app_can_be_bound()
    {
        var catalogue = FunctionCatalogue.Load([typeof(FunctionServices).Assembly], TestSettings.Create());

        Assert.Contains(catalogue.Functions, function => function.Name == "SpreadsheetDropped");
        Assert.Contains(catalogue.Functions, function => function.Name == "ImportOrchestration");
    }

    public sealed class Greeting
    {
        public string Word { get; } = "hello";
    }

    public sealed class Greeter(Greeting greeting)
    {
        [Function("Greet")]
        public async Task<string> Greet([ActivityTrigger] int number, FunctionContext context, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var isSameScope = ReferenceEquals(context.InstanceServices.GetRequiredService<Greeting>(), greeting);
            return $"{context.FunctionDefinition.Name}: {greeting.Word} {number}, cancellable {cancellationToken.CanBeCanceled}, same scope {isSameScope}";
        }
    }

    public sealed class Disposals
    {
        public int Count { get; set; }
    }

    public sealed class Disposable(Disposals disposals) : IDisposable
    {
        [Function("Disposable")]
        public Task Run([ActivityTrigger] string input) => Task.CompletedTask;

        public void Dispose() => disposals.Count++;
    }

    public static class Statics
    {
        [Function("Length")]
        public static int Length([ActivityTrigger] string text) => text.Length;

        [Function("Nothing")]
        public static void Nothing([ActivityTrigger] string text) => ArgumentNullException.ThrowIfNull(text);

        [Function("Later")]
        public static Task Later([ActivityTrigger] string text) => Task.CompletedTask;
    }

    public static class Thrower
    {
        [Function("Throws")]
        public static Task Throws([ActivityTrigger] string text) => throw new TimeoutException();
    }

    public static class NoTrigger
    {
        [Function("Lonely")]
        public static void Run(string text) => ArgumentNullException.ThrowIfNull(text);
    }

    public static class TwoTriggers
    {
        [Function("Greedy")]
        public static void Run([ActivityTrigger] string first, [TimerTrigger("0 0 0 * * *")] TimerInfo second) => ArgumentNullException.ThrowIfNull(second);
    }

    public static class StreamTrigger
    {
        [Function("Streams")]
        public static void Run([BlobTrigger("imports/{name}")] Stream blob) => ArgumentNullException.ThrowIfNull(blob);
    }

    public static class UnknownParameter
    {
        [Function("Curious")]
        public static void Run([ActivityTrigger] string input, Version what) => ArgumentNullException.ThrowIfNull(what);
    }

    public static class NameInActivity
    {
        [Function("Misplaced")]
        public static void Run([ActivityTrigger] string input, string name) => ArgumentNullException.ThrowIfNull(name);
    }

    public static class WrongClient
    {
        [Function("Client")]
        public static void Run([ActivityTrigger] string input, [DurableClient] string client) => ArgumentNullException.ThrowIfNull(client);
    }

    public static class BlobOutput
    {
        [Function("Output")]
        public static string Run([BlobTrigger("imports/{name}")] Azure.Storage.Blobs.BlobClient blob) => blob.Name;
    }

    public static class HttpText
    {
        [Function("Text")]
        public static Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous)] Microsoft.AspNetCore.Http.HttpRequest request) => Task.FromResult(request.Method);
    }

    public static class Awaitable
    {
        [Function("Value")]
        public static ValueTask Run([ActivityTrigger] string input) => ValueTask.CompletedTask;
    }

    public static class Generic
    {
        [Function("Generic")]
        public static void Run<T>([ActivityTrigger] T input) => ArgumentNullException.ThrowIfNull(input);
    }

    public static class Twins
    {
        [Function("Twin")]
        public static void One([ActivityTrigger] string input) => ArgumentNullException.ThrowIfNull(input);

        [Function("twin")]
        public static void Two([ActivityTrigger] string input) => ArgumentNullException.ThrowIfNull(input);
    }
}
