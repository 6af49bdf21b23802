namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>A request that is forwarded to the worker: the invocation, which the worker matches to the request by its id.</summary>
/// <param name="InvocationId">The invocation's id.</param>
/// <param name="Route">The values of the route's parameters.</param>
public sealed record HttpCall(string InvocationId, IReadOnlyDictionary<string, string> Route);
