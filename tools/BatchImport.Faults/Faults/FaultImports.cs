using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BatchImport.Staging;

namespace BatchImport.Faults.Faults;

/// <summary>The imports of the host of a fault: waits for their ends and compares them with their files.</summary>
/// <param name="fixture">The host.</param>
internal sealed class FaultImports(FaultFixture fixture)
{
    /// <summary>True when the run of a dropped file has ended, with an import or without one.</summary>
    public async Task<bool> HasRunAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        using var response = await fixture.Http.GetAsync(new Uri(fixture.Host.Address, $"runtime/webhooks/durabletask/instances/{import.Id}"), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            && (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("runtimeStatus").GetString() == "Completed";
    }

    /// <summary>Waits for the end of an import. Returns its status from the host.</summary>
    public async Task<JsonElement> EndAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        JsonElement status = default;
        await fixture.UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await fixture.Http.GetAsync(new Uri(fixture.Host.Address, $"api/imports/{import.Id}"), cancellationToken);
                    if (!response.IsSuccessStatusCode)
                    {
                        return false;
                    }

                    status = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);

                    // When the run fails, the state is final before the mail is sent; the finish time is set when it has ended.
                    return status.GetProperty("isFinal").GetBoolean() && status.TryGetProperty("mail", out _);
                }
                catch (Exception ex) when (ex is HttpRequestException || (ex is TaskCanceledException && !cancellationToken.IsCancellationRequested))
                {
                    return false;
                }
            },
            $"the import ends (it is {(status.ValueKind == JsonValueKind.Object ? status.ToString() : "unknown")})",
            cancellationToken);
        return status;
    }

    /// <summary>Waits for the end of an import that must complete, and compares its workbook and its mails with the file.</summary>
    public async Task<Outcome> CompleteAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        var status = await EndAsync(import, cancellationToken);
        return await CheckAsync(import, status, Mails(import), mayBePartial: false, cancellationToken);
    }

    /// <summary>Holds the workbook of an import that has ended, and the number of its mails, against its file.</summary>
    public Task<Outcome> CheckAsync(DroppedImport import, JsonElement status, int mails, bool mayBePartial, CancellationToken cancellationToken) =>
        Verdict.CheckAsync(
            import, status, mails, fixture.Blobs.GetBlobContainerClient(StorageContainers.ResultsName).GetBlobClient(import.Id + ".xlsx"), mayBePartial, cancellationToken);

    /// <summary>The number of mails about an import that arrived.</summary>
    public int Mails(DroppedImport import) => fixture.Smtp.Mails.Count(mail => IsAbout(mail, import));

    /// <summary>True when a mail is about an import.</summary>
    public static bool IsAbout(string mail, DroppedImport import) =>
        mail.AsSpan(0, Math.Min(mail.Length, 4_096)).Contains(import.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends a request without a body to the host.</summary>
    /// <returns>The status code.</returns>
    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(fixture.Host.Address, path));
        using var response = await fixture.Http.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    /// <summary>The number of imports of a file's name.</summary>
    public async Task<int> CountAsync(string blob, CancellationToken cancellationToken) => (await ListAsync(blob, cancellationToken)).Count;

    /// <summary>The ids of the imports of a file's name.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string blob, CancellationToken cancellationToken)
    {
        var page = await fixture.Http.GetFromJsonAsync<JsonElement>(new Uri(fixture.Host.Address, "api/imports?take=100"), cancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Where(each => each.GetProperty("fileName").GetString() == blob).Select(each => each.GetProperty("id").GetString()!)];
    }
}
