using System.Buffers;
using System.Globalization;
using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>The status of instances, in the format of the management endpoints.</summary>
internal static class StatusJson
{
    /// <summary>One instance.</summary>
    /// <param name="row">The instance.</param>
    /// <param name="history">Its history; null for none.</param>
    /// <param name="showInput">Whether inputs are included.</param>
    /// <param name="showHistoryOutput">Whether the history's results are included.</param>
    public static byte[] One(InstanceRow row, IEnumerable<HistoryEvent>? history, bool showInput, bool showHistoryOutput)
        => Written(json => Write(json, row, history, showInput, showHistoryOutput));

    public static byte[] Many(IEnumerable<InstanceRow> rows, bool showInput) => Written(json =>
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            Write(json, row, history: null, showInput, showHistoryOutput: false);
        }

        json.WriteEndArray();
    });

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output))
        {
            write(json);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, InstanceRow row, IEnumerable<HistoryEvent>? history, bool showInput, bool showHistoryOutput)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("instanceId", row.Id);
        json.WriteString("runtimeStatus", row.Status.ToString());
        Raw(json, "input", showInput ? row.Input : null);
        Raw(json, "customStatus", row.CustomStatus);
        if (row.Status == OrchestrationStatus.Failed)
        {
            json.WriteString("output", row.Output);
        }
        else
        {
            Raw(json, "output", row.Output);
        }

        json.WriteString("createdTime", row.CreatedAt.ToString("s", CultureInfo.InvariantCulture) + "Z");
        json.WriteString("lastUpdatedTime", row.UpdatedAt.ToString("s", CultureInfo.InvariantCulture) + "Z");
        if (history is not null)
        {
            json.WritePropertyName("historyEvents");
            new HistoryJson(json, showInput, showHistoryOutput).Write(history);
        }

        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value ?? "null");
    }
}
