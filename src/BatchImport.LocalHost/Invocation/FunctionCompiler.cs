using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.LocalHost.Invocation;

/// <summary>Turns a method into a delegate that creates its instance, binds its parameters and awaits it. Uses reflection only at start.</summary>
internal static class FunctionCompiler
{
    private static readonly MethodInfo FromResultMethod = typeof(FunctionResults).GetMethod(nameof(FunctionResults.FromResult))!;

    /// <summary>Compiles a function.</summary>
    /// <exception cref="FunctionBindingException">The function uses something that this host does not support.</exception>
    public static Function Compile(MethodInfo method, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new FunctionBindingException($"The function of method {method.DeclaringType}.{method.Name} has no name.");
        }

        if (method.ContainsGenericParameters)
        {
            throw new FunctionBindingException($"Function '{name}': its method {method.DeclaringType}.{method.Name} is generic, so its type arguments are unknown.");
        }

        var trigger = FunctionBindings.TriggerOf(method, name);
        CheckReturnType(method, name, trigger);

        var invocation = Expression.Parameter(typeof(FunctionCall), "invocation");
        var arguments = method.GetParameters().Select(parameter => FunctionBindings.Bind(parameter, name, trigger, invocation)).ToArray();
        var definition = new LocalFunctionDefinition(name, method);
        return new Function(definition, trigger, method.IsStatic
            ? Static(method, invocation, arguments)
            : OnInstance(method, invocation, arguments));
    }

    private static Func<FunctionCall, Task<object?>> Static(MethodInfo method, ParameterExpression invocation, Expression[] arguments) =>
        Expression.Lambda<Func<FunctionCall, Task<object?>>>(AsTask(Expression.Call(method, arguments)), invocation).Compile();

    private static Func<FunctionCall, Task<object?>> OnInstance(MethodInfo method, ParameterExpression invocation, Expression[] arguments)
    {
        var type = method.DeclaringType!;
        var instance = Expression.Parameter(typeof(object), "instance");
        var call = Expression.Call(Expression.Convert(instance, type), method, arguments);
        var run = Expression.Lambda<Func<FunctionCall, object, Task<object?>>>(AsTask(call), invocation, instance).Compile();
        var create = ActivatorUtilities.CreateFactory(type, []);
        return invoked => FunctionResults.OnInstance(create(invoked.Services, null), invoked, run);
    }

    private static Expression AsTask(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Call(typeof(FunctionResults), nameof(FunctionResults.FromNothing), null));
        }

        if (type == typeof(Task))
        {
            return Expression.Call(typeof(FunctionResults), nameof(FunctionResults.FromTask), null, call);
        }

        if (IsTaskOf(type))
        {
            return Expression.Call(FromResultMethod.MakeGenericMethod(type.GetGenericArguments()), call);
        }

        return Expression.Call(typeof(FunctionResults), nameof(FunctionResults.FromValue), null, Expression.Convert(call, typeof(object)));
    }

    private static bool IsTaskOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>);

    private static void CheckReturnType(MethodInfo method, string name, FunctionTrigger trigger)
    {
        var type = method.ReturnType;
        if (type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            throw new FunctionBindingException($"Function '{name}' returns {type.Name}, which this host does not await: return Task or Task<T>.");
        }

        var result = type == typeof(Task) ? typeof(void) : IsTaskOf(type) ? type.GetGenericArguments()[0] : type;
        if (trigger.Kind == TriggerKind.Http && result != typeof(void) && !result.IsAssignableTo(typeof(IResult)) && !result.IsAssignableTo(typeof(IActionResult)))
        {
            throw new FunctionBindingException($"Function '{name}' returns {result.Name} to an HTTP request: return an IResult or an IActionResult, or nothing and write the response.");
        }

        if (trigger.Kind is TriggerKind.Blob or TriggerKind.Timer && result != typeof(void))
        {
            throw new FunctionBindingException($"Function '{name}' returns {result.Name}, and nothing takes what a {trigger.Kind} function returns: output bindings are not supported by this host.");
        }
    }
}
