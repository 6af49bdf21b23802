using BatchImport.Imports;

namespace BatchImport.Rows;

/// <summary>The targets there are, by name.</summary>
internal sealed class RowTargets(IEnumerable<IRowTarget> targets)
{
    private readonly Dictionary<string, IRowTarget> _byName = targets.ToDictionary(target => target.Name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="RejectedException">There is no target of that name.</exception>
    public IRowTarget Named(string name) => _byName.TryGetValue(name, out var target)
        ? target
        : throw new RejectedException("unknown-target", $"The definition sends its rows to the target '{name}', which this installation does not have (it has: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}). Mend the definition and drop the file again.");
}
