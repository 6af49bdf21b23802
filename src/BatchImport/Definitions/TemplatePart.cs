namespace BatchImport.Definitions;

/// <summary>What a part of a <see cref="Template"/> stands for.</summary>
internal enum TemplatePartKind
{
    /// <summary>Itself.</summary>
    Text,

    /// <summary>A row's value in a column.</summary>
    Column,

    /// <summary>A setting.</summary>
    Setting,
}

/// <summary>A part of a template.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The text, the column's name or the setting's name.</param>
internal readonly record struct TemplatePart(TemplatePartKind Kind, string Text);
