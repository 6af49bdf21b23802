using System.Text.Json;
using BatchImport.Common;
using BatchImport.Targets;

namespace CustomTarget;

/// <summary>Makes a <see cref="FolderTarget"/> for an import, from the options in its definition: <c>{ "folder": "people", "name": "Id" }</c>.</summary>
/// <param name="root">The folder that contains the folders of the definitions: a definition names one of them, and cannot refer to a folder outside it.</param>
internal sealed class FolderTargetFactory(string root) : IRowTargetFactory
{
    public const string TypeName = "folder";

    /// <inheritdoc/>
    public string Type => TypeName;

    /// <inheritdoc/>
    public IRowTarget Create(RowTargetContext context)
    {
        // What is wrong here rejects the import when it is staged; its owner reads the message.
        var options = context.Target.Options is { } json ? JsonSerializer.Deserialize<FolderOptions>(json, JsonSerializerOptions.Web) : null;
        if (options?.Folder is not { Length: > 0 } folder || !folder.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new RejectedException("invalid-folder", $"The definition {context.Definition.Name} names no folder of letters, digits and hyphens: \"options\": {{ \"folder\": \"people\" }}.");
        }

        return new FolderTarget(Path.Combine(root, folder), options.Name is null ? null : context.IndexOf(options.Name));
    }

    private sealed record FolderOptions(string? Folder, string? Name);
}
