using BatchImport.Common;
using BatchImport.Definitions;

namespace BatchImport.Targets;

/// <summary>The available targets: those that serve every import, and those that are created for one.</summary>
internal sealed class RowTargets(IEnumerable<IRowTarget> targets, IEnumerable<IRowTargetFactory> factories)
{
    private readonly Dictionary<string, IRowTarget> _byName = targets.ToDictionary(target => target.Name, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IRowTargetFactory> _byType = factories.ToDictionary(factory => factory.Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks, before the rows of an import are staged, that they can be sent.</summary>
    /// <exception cref="RejectedException">They cannot.</exception>
    /// <exception cref="TargetUnavailableException">It cannot be checked now.</exception>
    public async Task PrepareAsync(ImportDefinition definition, IReadOnlyList<string> header, CancellationToken cancellationToken)
    {
        var target = For(definition, header);
        try
        {
            await target.PrepareAsync(cancellationToken);
        }
        catch (TargetUnavailableException ex) when (ex.IsUnnamed)
        {
            throw ex.NamedAfter(target);
        }
    }

    /// <summary>The target of an import.</summary>
    /// <exception cref="RejectedException">No target has that type, or it cannot serve this import.</exception>
    public IRowTarget For(ImportDefinition definition, IReadOnlyList<string> header)
    {
        var type = definition.Target.Type;
        if (_byName.TryGetValue(type, out var target))
        {
            return target;
        }

        return _byType.TryGetValue(type, out var factory)
            ? factory.Create(new RowTargetContext(definition, header))
            : throw new RejectedException("unknown-target", $"The definition sends its rows to the target '{type}', which this installation does not have (it has: {string.Join(", ", _byName.Keys.Concat(_byType.Keys).Order(StringComparer.Ordinal))}). Correct the definition and drop the file again.");
    }
}
