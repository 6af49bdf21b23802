using System.Text;
using BatchImport.Common;
using BatchImport.Definitions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets.Http;

/// <summary>Creates the targets of the type <c>http</c>.</summary>
internal sealed class HttpTargetFactory(
    IHttpClientFactory clients, IOptions<TargetOptions> options, IConfiguration configuration, TimeProvider time) : IRowTargetFactory
{
    public string Type => TargetDefinition.HttpType;

    public IRowTarget Create(RowTargetContext context)
    {
        var definition = context.Target.Http ?? throw new InvalidOperationException($"The definition {context.Definition.Name} has a target of the type http without its options.");
        if (!AllowedHosts.TryParse(options.Value.AllowedHosts, out var hosts, out var problem))
        {
            throw new InvalidOperationException($"{TargetOptions.Section}:{nameof(TargetOptions.AllowedHosts)}: {problem}");
        }

        var headers = definition.Headers.Select(header => KeyValuePair.Create(header.Key, Value(header, context.Definition))).ToArray();
        return new HttpTarget(clients, time, context.Target, definition, new RowAddress(Template.Parse(definition.Url), context, hosts), headers, new RowBody(definition.Body, context));
    }

    private string Value(KeyValuePair<string, string> header, ImportDefinition definition)
    {
        var text = new StringBuilder();
        foreach (var part in Template.Parse(header.Value).Parts)
        {
            text.Append(part.Kind == TemplatePartKind.Setting ? Secret(part.Text, header.Key, definition) : part.Text);
        }

        return text.ToString();
    }

    private string Secret(string name, string header, ImportDefinition definition)
    {
        var setting = $"{TargetOptions.Secrets}:{name}";
        return configuration[setting] is { Length: > 0 } secret && secret.All(c => c is >= ' ' and <= '~')
            ? secret
            : throw new RejectedException("missing-setting", $"The target of the definition {definition.Name} needs the setting {setting} for its header {header}: it is missing, or is not plain ASCII text. Ask the operator of this installation to set it, and drop the file again.");
    }
}
