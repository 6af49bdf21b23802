namespace BatchImport.Telemetry;

/// <summary>The steps of an import, as spans and metrics name them.</summary>
internal static class ImportStep
{
    /// <summary>The whole import, from the file's arrival to its end.</summary>
    public const string Import = "import";

    public const string Stage = "stage";
    public const string Slice = "slice";
    public const string Reconcile = "reconcile";
    public const string Compose = "compose";
    public const string Send = "send";
    public const string Fail = "fail";
    public const string Finish = "finish";
}
