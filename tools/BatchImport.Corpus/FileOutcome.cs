using System.Text.Json.Serialization;

namespace BatchImport.Corpus;

/// <summary>The outcome of reading a file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FileOutcome>))]
internal enum FileOutcome
{
    /// <summary>Read, with the same cells as ExcelDataReader.</summary>
    Equal,

    /// <summary>Read; ExcelDataReader does not support the format, or cannot read the file.</summary>
    Read,

    /// <summary>Refused, with a message for the file's owner.</summary>
    Refused,

    /// <summary>Read, with other cells than ExcelDataReader.</summary>
    Different,

    /// <summary>An exception that does not describe a fault of the file.</summary>
    Failed,

    /// <summary>Not read completely in time, or the process that read it ended.</summary>
    Hung,
}
