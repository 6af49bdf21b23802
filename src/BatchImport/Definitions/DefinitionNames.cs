namespace BatchImport.Definitions;

/// <summary>The rules for names of definitions.</summary>
public static class DefinitionNames
{
    /// <summary>The maximum length of a name in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule, as a part of messages.</summary>
    public const string Rule = "1 to 64 characters of a-z, 0-9 and hyphen";

    /// <summary>True for 1 to 64 characters of a-z, 0-9 and hyphen: what is safe in a blob's name, a folder and a URL.</summary>
    public static bool IsValid(string? name)
    {
        if (name is not { Length: > 0 and <= MaxLength })
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                return false;
            }
        }

        return true;
    }
}
