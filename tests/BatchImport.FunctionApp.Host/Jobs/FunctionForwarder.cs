using System.Text.Json;
using BatchImport.FunctionApp.Host.Worker;
using BatchImport.FunctionApp.Host.Worker.Rpc;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Newtonsoft.Json;

namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>Passes calls of the methods that <see cref="FunctionMethods"/> builds to the worker.</summary>
public static class FunctionForwarder
{
    private static readonly JsonSerializerSettings Results = new() { DateParseHandling = DateParseHandling.None };

    private static WorkerChannel? _channel;
    private static Dictionary<string, AppFunction> _functions = [];

    /// <summary>Invokes a function and waits for its end.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="arguments">The arguments in the order of the function's bindings, then the cancellation token.</param>
    /// <returns>The function's result; null for none.</returns>
    /// <exception cref="WorkerException">The function failed.</exception>
    public static async Task<object?> InvokeAsync(string function, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var response = await _channel!.InvokeAsync(function, Request(_functions[function], arguments), (CancellationToken)arguments[^1]!);
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            var exception = response.Result.Exception;
            throw new WorkerException($"Result: {response.Result.Status}\nException: {exception?.Message}\nStack: {exception?.StackTrace}");
        }

        // The extension accepts JSON as a token: a string would be written as a JSON string.
        return response.ReturnValue?.DataCase switch
        {
            TypedData.DataOneofCase.String => response.ReturnValue.String,
            TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(response.ReturnValue.Json, Results),
            _ => null,
        };
    }

    internal static void Connect(WorkerChannel channel, IEnumerable<AppFunction> functions)
    {
        _channel = channel;
        _functions = functions.ToDictionary(static function => function.Name, StringComparer.Ordinal);
    }

    private static InvocationRequest Request(AppFunction function, object?[] arguments)
    {
        var call = arguments.OfType<HttpCall>().FirstOrDefault();
        var request = new InvocationRequest
        {
            InvocationId = call?.InvocationId ?? Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            RetryContext = new Worker.Rpc.RetryContext(),
            TraceContext = new RpcTraceContext(),
        };
        for (var index = 0; index < function.Bindings.Count; index++)
        {
            request.InputData.Add(new ParameterBinding { Name = AppFunction.Text(function.Bindings[index], "name"), Data = Data(arguments[index]) });
        }

        foreach (var (name, value) in call?.Route ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.TriggerMetadata[name] = new TypedData { String = value };
        }

        return request;
    }

    private static TypedData Data(object? argument) => argument switch
    {
        null => new TypedData(),
        string text => new TypedData { String = text },
        HttpCall => new TypedData { Http = new RpcHttp() },
        TimerInfo timer => new TypedData { Json = System.Text.Json.JsonSerializer.Serialize(new { timer.IsPastDue }) },
        ParameterBindingData data => new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = data.Version,
                Source = data.Source,
                ContentType = data.ContentType,
                Content = ByteString.CopyFrom(data.Content.ToArray()),
            },
        },
        _ => throw new NotSupportedException($"{argument.GetType().Name} cannot be passed to a worker."),
    };
}
