using Azure.Storage.Blobs.Specialized;
using BatchImport.Common;
using BatchImport.Functions.Triggers;
using BatchImport.Imports;
using BatchImport.Staging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BatchImport.Functions.Endpoints;

/// <summary>Receives files over HTTP and drops them into the container, as any storage client would.</summary>
/// <param name="containers">The storage account.</param>
/// <param name="starter">Starts the run at once, rather than when the trigger sees the file.</param>
/// <param name="options">The limit.</param>
public sealed class UploadEndpoint(StorageContainers containers, ImportStarter starter, IOptions<ImportOptions> options)
{
    // A boundary is at most 70 characters (RFC 2046, 5.1.1), and may be quoted.
    private const int BoundaryLength = 72;

    /// <summary><c>POST imports</c>: multipart/form-data with the file and the fields of <see cref="UploadFields"/>, in any order.</summary>
    [Function(nameof(UploadImport))]
    public async Task<IResult> UploadImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CallerCheck.Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (Boundary(request) is not { } boundary)
        {
            return EndpointJson.Problem(StatusCodes.Status415UnsupportedMediaType, "No form", $"Send multipart/form-data: the fields {UploadFields.NameList}, each optional, and the file as '{UploadFields.FileField}'.");
        }

        var limit = options.Value.UploadLimitBytes;
        if (request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        try
        {
            return await ReadAsync(request, new MultipartReader(boundary, request.Body), client, cancellationToken);
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(limit);
        }
        catch (Exception ex) when (ex is InvalidDataException or IOException)
        {
            return EndpointJson.Problem(StatusCodes.Status400BadRequest, "Invalid form", "The form is incomplete or invalid. Nothing was imported.");
        }
    }

    private async Task<IResult> ReadAsync(HttpRequest request, MultipartReader form, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var fields = new UploadFields(options.Value);
        BlockBlobClient? blob = null;
        UploadedFile? stored = null;
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var file = section.AsFileSection();
                var problem = file is not null ? fields.AddFile(file.Name, file.FileName)
                    : section.AsFormDataSection() is { } field ? fields.Add(field.Name, await UploadFields.ReadAsync(section.Body, cancellationToken))
                    : "A part of the form has no name (Content-Disposition: form-data; name=...).";
                if (problem is not null)
                {
                    return EndpointJson.Problem(StatusCodes.Status400BadRequest, "Not importable", $"{problem} Nothing was imported.");
                }

                if (file is not null)
                {
                    blob = BlobFor(UploadFields.NameOf(file.FileName));
                    stored = new UploadedFile(blob);
                    await stored.StoreAsync(section.Body, cancellationToken);
                }
            }

            if (blob is null || stored is null)
            {
                return EndpointJson.Problem(StatusCodes.Status400BadRequest, "No file", $"The form has no file: send it as '{UploadFields.FileField}'.");
            }

            var version = await stored.CommitAsync(fields.Metadata, cancellationToken);
            await starter.StartAsync(containers.Service.GetBlobContainerClient(blob.BlobContainerName).GetBlobClient(blob.Name), client, cancellationToken);
            var id = ImportId.For(blob.BlobContainerName, blob.Name, version.ToString());
            request.HttpContext.Response.Headers.Location = EndpointUrls.ForImport(request, id);
            return EndpointJson.Ok(new { Id = id, Url = EndpointUrls.ForImport(request, id) }, StatusCodes.Status202Accepted);
        }
        finally
        {
            if (stored is not null)
            {
                await stored.DisposeAsync();
            }
        }
    }

    private BlockBlobClient BlobFor(string name)
    {
        // A separate folder: a second upload of the same name must not replace a file that is still being read.
        var folder = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        return containers.Service.GetBlobContainerClient(StorageContainers.ImportsName).GetBlockBlobClient($"{folder}/{name}");
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && type.Boundary is { Length: > 0 and <= BoundaryLength } boundary
            ? HeaderUtilities.RemoveQuotes(boundary).ToString()
            : null;

    private static IResult TooLarge(long limit) => EndpointJson.Problem(
        StatusCodes.Status413PayloadTooLarge, "Too large", $"An upload must not exceed {limit} bytes. Drop larger files into the container '{StorageContainers.ImportsName}' with a storage client, or raise Import:UploadLimitBytes.");
}
