using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Invocation;

/// <summary>The parameters that a function may have, and the source of their values. Any other parameter is refused at start.</summary>
internal static class FunctionBindings
{
    private static readonly Dictionary<Type, TriggerKind> Triggers = new()
    {
        [typeof(BlobTriggerAttribute)] = TriggerKind.Blob,
        [typeof(HttpTriggerAttribute)] = TriggerKind.Http,
        [typeof(TimerTriggerAttribute)] = TriggerKind.Timer,
        [typeof(OrchestrationTriggerAttribute)] = TriggerKind.Orchestration,
        [typeof(ActivityTriggerAttribute)] = TriggerKind.Activity,
    };

    /// <summary>The one trigger among a function's parameters.</summary>
    /// <exception cref="FunctionBindingException">The function has no trigger, more than one, or one on a parameter of the wrong type.</exception>
    public static FunctionTrigger TriggerOf(MethodInfo method, string name)
    {
        FunctionTrigger? found = null;
        foreach (var parameter in method.GetParameters())
        {
            foreach (var attribute in parameter.GetCustomAttributes())
            {
                if (!Triggers.TryGetValue(attribute.GetType(), out var kind))
                {
                    continue;
                }

                if (found is not null)
                {
                    throw Refuse(name, parameter, "is a second trigger; a function has one");
                }

                found = new FunctionTrigger(kind, attribute, parameter.ParameterType);
                CheckTriggerType(name, parameter, kind);
            }
        }

        return found ?? throw new FunctionBindingException(
            $"Function '{name}' has no trigger that this host knows. It knows {string.Join(", ", Triggers.Keys.Select(type => type.Name[..^"Attribute".Length]))}.");
    }

    /// <summary>The expression that gives a parameter its value.</summary>
    /// <exception cref="FunctionBindingException">This host has no value for it.</exception>
    public static Expression Bind(ParameterInfo parameter, string name, FunctionTrigger trigger, ParameterExpression invocation)
    {
        var type = parameter.ParameterType;
        var attributes = parameter.GetCustomAttributes().Select(attribute => attribute.GetType()).ToList();
        if (attributes.Exists(Triggers.ContainsKey))
        {
            return Expression.Convert(Expression.Property(invocation, nameof(FunctionCall.Trigger)), type);
        }

        if (attributes.Contains(typeof(DurableClientAttribute)))
        {
            return type == typeof(DurableTaskClient)
                ? Expression.Property(invocation, nameof(FunctionCall.Durable))
                : throw Refuse(name, parameter, "carries [DurableClient], which gives a DurableTaskClient");
        }

        var context = Expression.Property(invocation, nameof(FunctionCall.Context));
        if (type == typeof(FunctionContext))
        {
            return context;
        }

        if (type == typeof(CancellationToken))
        {
            return Expression.Property(context, nameof(FunctionContext.CancellationToken));
        }

        return trigger.Kind is TriggerKind.Blob or TriggerKind.Http && NameValue.CanBe(type)
            ? Expression.Call(typeof(NameValue), nameof(NameValue.Get), [type], invocation, Expression.Constant(parameter.Name), Expression.Constant(name))
            : throw Refuse(name, parameter, $"is no trigger, and this host has nothing to give it. A {trigger.Kind} function may also take {Alternatives(trigger.Kind)}");
    }

    private static void CheckTriggerType(string name, ParameterInfo parameter, TriggerKind kind)
    {
        var type = parameter.ParameterType;
        var wanted = kind switch
        {
            TriggerKind.Blob when type != typeof(BlobClient) => nameof(BlobClient),
            TriggerKind.Http when type != typeof(HttpRequest) => "HttpRequest (ASP.NET Core's)",
            TriggerKind.Timer when type != typeof(TimerInfo) => nameof(TimerInfo),
            TriggerKind.Orchestration when type != typeof(TaskOrchestrationContext) => nameof(TaskOrchestrationContext),
            TriggerKind.Activity when type.IsByRef || type.IsPointer => "a value or an object",
            _ => null,
        };
        if (wanted is not null)
        {
            throw Refuse(name, parameter, $"carries a {kind} trigger, which this host binds to {wanted}");
        }
    }

    private static string Alternatives(TriggerKind kind) => kind switch
    {
        TriggerKind.Blob => "[DurableClient] DurableTaskClient, parts of its path by name (string, numbers, Guid), FunctionContext and CancellationToken",
        TriggerKind.Http => "[DurableClient] DurableTaskClient, route parameters by name (string, numbers, Guid), FunctionContext and CancellationToken",
        _ => "[DurableClient] DurableTaskClient, FunctionContext and CancellationToken",
    };

    private static FunctionBindingException Refuse(string name, ParameterInfo parameter, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Function '{name}', parameter '{parameter.Name}' of type {parameter.ParameterType.Name}: it {why}."));
}
