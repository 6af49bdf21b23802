using System.Text.Json.Serialization;

namespace BatchImport.Corpus;

/// <summary>The outcome of reading a file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FileOutcome>))]
internal enum FileOutcome
{
    /// <summary>Read, with the same cells as ExcelDataReader.</summary>
    Equal,

    /// <summary>Read; ExcelDataReader reads no such file, or not this one.</summary>
    Read,

    /// <summary>Refused, with a message for the file's owner.</summary>
    Refused,

    /// <summary>Read, with other cells than ExcelDataReader.</summary>
    Different,

    /// <summary>An exception that is no answer about the file.</summary>
    Failed,

    /// <summary>Not read to its end in time, or the end of the process that read it.</summary>
    Hung,
}
