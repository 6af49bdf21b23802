using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Reads the property <c>target</c> of a definition.</summary>
internal static class TargetReader
{
    private const int MaxAttempts = 20;
    private const int MaxRowsAtOnce = 1_000;
    private const double MaxRowsPerSecond = 100_000;
    private const double MaxSeconds = 3_600;

    private static readonly string[] Common =
        ["type", "attempts", "firstWaitSeconds", "longestWaitSeconds", "timeoutSeconds", "rowsInFlight", "concurrency", "rowsPerSecond", "breaker"];

    private static readonly string[] Http = ["url", "method", "headers", "body", "success", "reference", "message", "idempotencyHeader"];

    private static readonly string[] Table = ["table", "partitionKey", "rowKey", "merge"];

    private static readonly string[] Sql = ["provider", "connection", "table", "columns", "key", "mode", "reference"];

    private static readonly string[] Queue = ["service", "queue", "eventType", "body"];

    private static readonly string[] Own = ["options"];

    /// <summary>The properties a target may have, whatever its type.</summary>
    public static readonly string[] All = [.. Common.Concat(Http).Concat(Table).Concat(Sql).Concat(Queue).Concat(Own).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads it: a type's name, or an object.</summary>
    public static TargetDefinition Read(ref DefinitionJson json)
    {
        if (json.IsText)
        {
            var position = json.Position;
            var type = ReadType(ref json, "target");
            json.RequireAt(position, type is not (TargetDefinition.HttpType or TargetDefinition.TableType or TargetDefinition.SqlType or TargetDefinition.QueueType), $"the target {type} needs its options: {{ \"type\": \"{type}\", ... }}");
            return new TargetDefinition { Type = type };
        }

        json.Expect(JsonTokenType.StartObject, "target is a name in quotes, or an object: { \"type\": \"http\", ... }");
        var read = new TargetProperties(json.Position);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a target", All, seen) is { } property)
        {
            read.At[property] = json.Position;
            ReadProperty(ref json, property, read);
        }

        json.RequireAt(read.Start, read.At.ContainsKey("type"), "the target has no type: \"type\": \"http\"");
        var own = read.Target.Type switch
        {
            TargetDefinition.NoneType => [],
            TargetDefinition.HttpType => Http,
            TargetDefinition.TableType => Table,
            TargetDefinition.SqlType => Sql,
            TargetDefinition.QueueType => Queue,
            _ => Own,
        };
        foreach (var (property, position) in read.At)
        {
            json.RequireAt(position, Common.Contains(property, StringComparer.Ordinal) || own.Contains(property, StringComparer.Ordinal), $"a target of the type {read.Target.Type} has no property \"{property}\"; valid properties: {string.Join(", ", Common.Concat(own))}");
        }

        json.RequireAt(read.At.GetValueOrDefault("longestWaitSeconds", read.Start), read.Target.LongestWait >= read.Target.FirstWait, "longestWaitSeconds is less than firstWaitSeconds");
        return read.Target.Type switch
        {
            TargetDefinition.HttpType => read.Target with { Http = HttpTargetRules.Check(ref json, read), Breaker = read.Breaker },
            TargetDefinition.TableType => read.Target with { Table = TableTargetRules.Check(ref json, read), Breaker = read.Breaker },
            TargetDefinition.SqlType => read.Target with { Sql = SqlTargetRules.Check(ref json, read), Breaker = read.Breaker },
            TargetDefinition.QueueType => read.Target with { Queue = QueueTargetRules.Check(ref json, read), Breaker = read.Breaker },
            _ => read.Target with { Breaker = read.At.ContainsKey("breaker") ? read.Breaker : null },
        };
    }

    private static void ReadProperty(ref DefinitionJson json, string property, TargetProperties read)
    {
        switch (property)
        {
            case "type":
                read.Target = read.Target with { Type = ReadType(ref json, "type") };
                break;
            case "attempts":
                read.Target = read.Target with { Attempts = json.WholeNumber(property, 1, MaxAttempts) };
                break;
            case "firstWaitSeconds":
                read.Target = read.Target with { FirstWait = json.Seconds(property, 0, MaxSeconds) };
                break;
            case "longestWaitSeconds":
                read.Target = read.Target with { LongestWait = json.Seconds(property, 0, MaxSeconds) };
                break;
            case "timeoutSeconds":
                read.Target = read.Target with { Timeout = json.Seconds(property, 0.1, MaxSeconds) };
                break;
            case "rowsInFlight":
                read.Target = read.Target with { RowsInFlight = json.WholeNumber(property, 1, MaxRowsAtOnce) };
                break;
            case "concurrency":
                read.Target = read.Target with { Concurrency = json.WholeNumber(property, 1, MaxRowsAtOnce) };
                break;
            case "rowsPerSecond":
                read.Target = read.Target with { RowsPerSecond = json.Number(property, 0.01, MaxRowsPerSecond) };
                break;
            case "breaker":
                read.Breaker = ReadBreaker(ref json);
                break;
            case "headers":
                read.Headers = json.TextsByName(property);
                break;
            case "body" or "options":
                read.Json[property] = json.AnyJson();
                break;
            case "success":
                read.Success = json.WholeNumbers(property, 200, 599);
                break;
            case "merge":
                read.Merge = json.Boolean(property);
                break;
            case "service":
                read.Service = json.Word<QueueService>(property);
                break;
            case "provider":
                read.Provider = json.Word<SqlProvider>(property);
                break;
            case "mode":
                read.Mode = json.Word<SqlMode>(property);
                break;
            case "columns":
                read.TableColumns = json.TextsByName(property);
                break;
            case "key":
                read.Key = json.Texts(property);
                break;
            default:
                read.Texts[property] = json.Text(property);
                break;
        }

        if (property == "options")
        {
            read.Target = read.Target with { Options = read.Json[property] };
        }
    }

    private static string ReadType(ref DefinitionJson json, string property)
    {
        var type = json.Text(property);
        json.Require(DefinitionNames.IsValid(type), $"the target {DefinitionJson.Shown(type)} must have {DefinitionNames.Rule}; \"none\" only validates");
        return type;
    }

    /// <returns>Null for <c>false</c>: no breaker.</returns>
    private static BreakerDefinition? ReadBreaker(ref DefinitionJson json)
    {
        if (json.IsFalse)
        {
            return null;
        }

        json.Expect(JsonTokenType.StartObject, "breaker is false, or an object: { \"failures\": 10, \"pauseSeconds\": 15 }");
        var breaker = new BreakerDefinition();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.NextProperty("a breaker", ["failures", "pauseSeconds"], seen) is { } property)
        {
            breaker = property == "failures"
                ? breaker with { Failures = json.WholeNumber(property, 1, MaxRowsAtOnce) }
                : breaker with { Pause = json.Seconds(property, 0.1, MaxSeconds) };
        }

        return breaker;
    }
}
