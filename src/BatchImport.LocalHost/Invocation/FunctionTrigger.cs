using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Invocation;

/// <summary>The kind of event that runs a function.</summary>
internal enum TriggerKind
{
    /// <summary>A new blob version.</summary>
    Blob,

    /// <summary>An HTTP request.</summary>
    Http,

    /// <summary>A schedule.</summary>
    Timer,

    /// <summary>An orchestration's step.</summary>
    Orchestration,

    /// <summary>An activity's call.</summary>
    Activity,
}

/// <summary>The trigger of a function, as its attribute declares it.</summary>
/// <param name="Kind">The kind of trigger.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="ParameterType">The type of the parameter with the attribute; for an activity, the type of its input.</param>
internal sealed record FunctionTrigger(TriggerKind Kind, Attribute Attribute, Type ParameterType)
{
    /// <summary>The blob trigger's attribute.</summary>
    public BlobTriggerAttribute Blob => (BlobTriggerAttribute)Attribute;

    /// <summary>The HTTP trigger's attribute.</summary>
    public HttpTriggerAttribute Http => (HttpTriggerAttribute)Attribute;

    /// <summary>The timer trigger's attribute.</summary>
    public TimerTriggerAttribute Timer => (TimerTriggerAttribute)Attribute;
}
