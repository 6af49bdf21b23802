namespace BatchImport.Definitions;

/// <summary>The rules for a target of the type http.</summary>
internal static class HttpTargetRules
{
    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE", "GET"];

    // A definition must not set headers that frame the request, describe its body or name its destination.
    private static readonly string[] ReservedHeaders =
        ["Host", "Allow", "Expires", "Last-Modified", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Trailer", "Proxy-Authorization", "Cookie"];

    public static HttpTargetDefinition Check(ref DefinitionJson json, TargetProperties read)
    {
        var url = read.Required(ref json, "url", "https://api.example.com/customers/{Id}");
        var problem = AddressProblem(read.Columns(ref json, "url", url));
        json.RequireAt(read.PositionOf("url"), problem is null, $"url: {problem}");
        var http = new HttpTargetDefinition { Url = url, Headers = read.Headers, Success = read.Success };
        if (read.Texts.TryGetValue("method", out var method))
        {
            json.RequireAt(read.At["method"], Methods.Contains(method, StringComparer.Ordinal), $"the method {DefinitionJson.Shown(method)} is unknown; valid values: {string.Join(", ", Methods)}");
            http = http with { Method = method };
        }

        foreach (var (name, value) in read.Headers)
        {
            CheckHeader(ref json, read.At["headers"], name, value);
        }

        if (read.Texts.TryGetValue("idempotencyHeader", out var header))
        {
            CheckHeader(ref json, read.At["idempotencyHeader"], header, "");
            http = http with { IdempotencyHeader = header };
        }

        json.RequireAt(read.PositionOf("headers"), !read.Headers.ContainsKey(http.IdempotencyHeader), $"the header {http.IdempotencyHeader} carries the row's key; name another one in idempotencyHeader");
        if (read.Json.TryGetValue("body", out var body))
        {
            json.RequireAt(read.At["body"], http.Method is "POST" or "PUT" or "PATCH", $"a {http.Method} request has no body");
            JsonTemplate.Check(ref json, read.At["body"], body);
            http = http with { Body = body };
        }

        return http with { Reference = Pointer(ref json, read, "reference"), Message = Pointer(ref json, read, "message") };
    }

    private static string? Pointer(ref DefinitionJson json, TargetProperties read, string property)
    {
        if (!read.Texts.TryGetValue(property, out var pointer))
        {
            return null;
        }

        json.RequireAt(read.At[property], pointer.StartsWith('/'), $"{property} is a JSON pointer (RFC 6901) into the reply, such as \"/id\" or \"/errors/0/message\"");
        return pointer;
    }

    private static void CheckHeader(ref DefinitionJson json, int position, string name, string value)
    {
        json.RequireAt(position, name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)), $"{DefinitionJson.Shown(name)} is not a valid header name");
        json.RequireAt(position, !ReservedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase), $"a definition cannot set the header {name}");
        var isValid = Template.TryParse(value, out var template, out var problem);
        json.RequireAt(position, isValid, $"the header {name}: {problem}");
        json.RequireAt(position, !template!.Columns.Any(), $"the header {name}: columns are allowed in the path, the query and the body, not in a header; {{setting:Name}} takes a secret from the settings");
        json.RequireAt(position, value.All(c => c is >= ' ' and <= '~'), $"the header {name}: a header's text is plain ASCII");
    }

    /// <summary>What is wrong with an address; null when it is valid.</summary>
    private static string? AddressProblem(Template url)
    {
        var fixedText = url.Parts is [{ Kind: TemplatePartKind.Text } first, ..] ? first.Text : "";
        if (!Uri.TryCreate(fixedText, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
        {
            return "it begins with https:// and a host, as fixed text";
        }

        // The host must end before the first column: a row's value never determines where it is sent.
        if (url.Parts.Count > 1 && fixedText.IndexOf('/', fixedText.IndexOf("//", StringComparison.Ordinal) + 2) < 0)
        {
            return "columns are allowed in the path and the query only: a / must follow the host";
        }

        return address.UserInfo.Length > 0 ? "it holds a user's name or password; secrets are settings, in a header" :
            url.Parts.Any(part => part.Kind == TemplatePartKind.Text && part.Text.Contains('#', StringComparison.Ordinal)) ? "it has a fragment (#), which is never sent" :
            null;
    }
}
