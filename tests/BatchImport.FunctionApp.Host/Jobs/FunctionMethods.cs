using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using BatchImport.FunctionApp.Host.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;

namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>
/// Builds the type that the WebJobs SDK indexes: a type with a public static method for each function of the app. Each method passes its arguments to
/// <see cref="FunctionForwarder.InvokeAsync"/>. Extensions identify functions by the type's name, which is that of the Functions host.
/// </summary>
internal static class FunctionMethods
{
    private const string TypeName = "Host.Functions";

    /// <summary>Builds the type.</summary>
    /// <param name="functions">The app's functions.</param>
    /// <param name="attributeType">The attribute type of a binding, by the binding's type.</param>
    public static Type Build(IEnumerable<AppFunction> functions, Func<string, Type> attributeType)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("BatchImport.FunctionApp.Host.Functions"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");
        var type = module.DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        foreach (var function in functions)
        {
            Define(type, function, attributeType);
        }

        return type.CreateType();
    }

    private static void Define(TypeBuilder type, AppFunction function, Func<string, Type> attributeType)
    {
        Type[] parameters = [.. function.Bindings.Select(ParameterType), typeof(CancellationToken)];
        var method = type.DefineMethod(
            function.Name, MethodAttributes.Public | MethodAttributes.Static, function.HasResult ? typeof(Task<object>) : typeof(Task), parameters);
        SetAttribute(method.SetCustomAttribute, typeof(FunctionNameAttribute), [function.Name]);
        if (function.IsHttp)
        {
            SetAttribute(method.SetCustomAttribute, typeof(NoAutomaticTriggerAttribute), []);
        }

        for (var index = 0; index < function.Bindings.Count; index++)
        {
            var binding = function.Bindings[index];
            var parameter = method.DefineParameter(index + 1, ParameterAttributes.None, AppFunction.Text(binding, "name"));
            Bind(parameter, binding, attributeType);
        }

        method.DefineParameter(parameters.Length, ParameterAttributes.None, "cancellationToken");
        Emit(method.GetILGenerator(), function.Name, parameters);
    }

    private static Type ParameterType(JsonElement binding) => AppFunction.Type(binding) switch
    {
        "httpTrigger" => typeof(HttpCall),
        "blobTrigger" => typeof(ParameterBindingData),
        "timerTrigger" => typeof(TimerInfo),
        _ => typeof(string),
    };

    private static void Bind(ParameterBuilder parameter, JsonElement binding, Func<string, Type> attributeType)
    {
        var type = AppFunction.Type(binding);
        switch (type)
        {
            case "httpTrigger":
                // Not a trigger of the WebJobs SDK: the HTTP server calls these methods.
                break;
            case "timerTrigger":
                SetAttribute(parameter.SetCustomAttribute, typeof(TimerTriggerAttribute), [AppFunction.Text(binding, "schedule")!]);
                break;
            case "blobTrigger":
                SetAttribute(parameter.SetCustomAttribute, attributeType(type), [AppFunction.Text(binding, "path")!], AppFunction.Text(binding, "source"));
                break;
            case "activityTrigger" or "orchestrationTrigger" or "durableClient":
                SetAttribute(parameter.SetCustomAttribute, attributeType(type), []);
                break;
            default:
                throw new NotSupportedException($"The binding {type} is not known to this host.");
        }
    }

    private static void SetAttribute(Action<CustomAttributeBuilder> set, Type type, object[] arguments, string? source = null)
    {
        var constructor = type.GetConstructor([.. arguments.Select(static argument => argument.GetType())])
            ?? throw new InvalidOperationException($"{type.Name} does not take {arguments.Length} arguments.");
        if (source is null)
        {
            set(new CustomAttributeBuilder(constructor, arguments));
            return;
        }

        var property = type.GetProperty("Source")!;
        set(new CustomAttributeBuilder(constructor, arguments, [property], [Enum.Parse(property.PropertyType, source)]));
    }

    // return FunctionForwarder.InvokeAsync(name, new object[] { every argument });
    private static void Emit(ILGenerator code, string name, Type[] parameters)
    {
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldc_I4, parameters.Length);
        code.Emit(OpCodes.Newarr, typeof(object));
        for (var index = 0; index < parameters.Length; index++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, index);
            code.Emit(OpCodes.Ldarg, index);
            if (parameters[index].IsValueType)
            {
                code.Emit(OpCodes.Box, parameters[index]);
            }

            code.Emit(OpCodes.Stelem_Ref);
        }

        code.Emit(OpCodes.Call, typeof(FunctionForwarder).GetMethod(nameof(FunctionForwarder.InvokeAsync))!);
        code.Emit(OpCodes.Ret);
    }
}
