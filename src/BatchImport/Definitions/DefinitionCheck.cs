using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>
/// Finds all mistakes of a definition, where <see cref="DefinitionReader"/> stops at the first one: the property or item with a mistake is removed, and
/// the rest is read again. Mistakes that only follow from another one are not found until that one is corrected.
/// </summary>
public static class DefinitionCheck
{
    /// <summary>The maximum number of mistakes that are reported.</summary>
    private const int MaxMistakes = 50;

    /// <summary>Checks a definition.</summary>
    /// <param name="json">The JSON text in UTF-8, with or without a byte order mark.</param>
    /// <param name="source">The name of the source, for messages.</param>
    /// <returns>The mistakes in their order in the text; empty for a definition that is valid.</returns>
    public static IReadOnlyList<DefinitionException> Run(ReadOnlyMemory<byte> json, string source)
    {
        var text = DefinitionReader.WithoutMark(json).ToArray();
        var mistakes = new List<DefinitionException>();
        while (mistakes.Count < MaxMistakes)
        {
            try
            {
                DefinitionReader.Read(text, source);
                break;
            }
            catch (DefinitionException ex)
            {
                // A text that is no longer JSON would be a defect of the removal; one that never was JSON has only this mistake.
                if (ex.InnerException is JsonException && mistakes.Count > 0)
                {
                    break;
                }

                mistakes.Add(ex);
                if (ex.Position < 0 || !DefinitionCutter.TryRemove(text, ex.Position))
                {
                    break;
                }
            }
        }

        return [.. mistakes.OrderBy(static mistake => mistake.Line)];
    }
}
