namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>A function of the app failed. The Durable Task extension reads the failure's type and message from this text.</summary>
public sealed class WorkerException : Exception
{
    public WorkerException()
    {
    }

    public WorkerException(string message)
        : base(message)
    {
    }

    public WorkerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
