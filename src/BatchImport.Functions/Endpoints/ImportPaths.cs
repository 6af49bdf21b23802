using BatchImport.Webhooks;

namespace BatchImport.Functions.Endpoints;

/// <summary>The routes of the endpoints for imports.</summary>
internal sealed class ImportPaths : IImportPaths
{
    public string Status(string batchId) => $"imports/{batchId}";

    public string Workbook(string batchId) => $"{Status(batchId)}/workbook";
}
