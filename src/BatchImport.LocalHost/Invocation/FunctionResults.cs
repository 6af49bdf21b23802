namespace BatchImport.LocalHost.Invocation;

/// <summary>Converts all results of a function's method to one type. Called by compiled code.</summary>
internal static class FunctionResults
{
    private static readonly Task<object?> Nothing = Task.FromResult<object?>(null);

    public static Task<object?> FromNothing() => Nothing;

    public static Task<object?> FromValue(object? value) => Task.FromResult(value);

    public static async Task<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    public static async Task<object?> FromResult<T>(Task<T> task) => await task;

    /// <summary>Runs a method and disposes of its instance, which is not part of any container.</summary>
    public static async Task<object?> OnInstance(object instance, FunctionCall invocation, Func<FunctionCall, object, Task<object?>> run)
    {
        try
        {
            return await run(invocation, instance);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else if (instance is IDisposable disposable)
            {
                disposable.Dispose();
            }
        }
    }
}
