using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BatchImport.Definitions;

/// <summary>
/// A text with placeholders: <c>{Column}</c> for a row's value, <c>{setting:Name}</c> for a setting. Literal braces are doubled.
/// </summary>
internal sealed class Template
{
    private const string SettingPrefix = "setting:";

    private Template(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>The columns it names.</summary>
    public IEnumerable<string> Columns => Parts.Where(part => part.Kind == TemplatePartKind.Column).Select(part => part.Text);

    /// <summary>The settings it names.</summary>
    public IEnumerable<string> Settings => Parts.Where(part => part.Kind == TemplatePartKind.Setting).Select(part => part.Text);

    /// <summary>The column, when the template consists of one column only; otherwise, null.</summary>
    public string? OnlyColumn => Parts is [{ Kind: TemplatePartKind.Column } only] ? only.Text : null;

    /// <summary>Reads a template that was validated before.</summary>
    /// <exception cref="FormatException">The template is invalid.</exception>
    public static Template Parse(string text) => TryParse(text, out var template, out var problem) ? template : throw new FormatException(problem);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="template">The template.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Template? template, [NotNullWhen(false)] out string? problem)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        template = null;
        problem = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                problem = "it has a } without a {; write }} for the character itself";
                return false;
            }
            else if (c != '{')
            {
                literal.Append(c);
            }
            else
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? "" : text[(i + 1)..end].Trim();
                if (end < 0 || name.Length == 0 || name.Contains('{', StringComparison.Ordinal))
                {
                    problem = "a { begins {Column} or {setting:Name}; write {{ for the character itself";
                    return false;
                }

                Flush();
                parts.Add(name.StartsWith(SettingPrefix, StringComparison.Ordinal)
                    ? new(TemplatePartKind.Setting, name[SettingPrefix.Length..].Trim())
                    : new(TemplatePartKind.Column, name));
                i = end;
            }
        }

        Flush();
        template = new Template(parts);
        return true;

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new(TemplatePartKind.Text, literal.ToString()));
                literal.Clear();
            }
        }
    }
}
