namespace BatchImport.Webhooks;

/// <summary>The paths of an import in the API of the host, relative to the address of the API.</summary>
public interface IImportPaths
{
    /// <summary>The path of its status.</summary>
    string Status(string batchId);

    /// <summary>The path of its workbook.</summary>
    string Workbook(string batchId);
}
