namespace BatchImport.Definitions;

/// <summary>The kind of a part of a <see cref="Template"/>.</summary>
internal enum TemplatePartKind
{
    /// <summary>Fixed text.</summary>
    Text,

    /// <summary>A row's value in a column.</summary>
    Column,

    /// <summary>A setting.</summary>
    Setting,
}

/// <summary>A part of a template.</summary>
/// <param name="Kind">The kind of the part.</param>
/// <param name="Text">The text, the column's name or the setting's name.</param>
internal readonly record struct TemplatePart(TemplatePartKind Kind, string Text);
