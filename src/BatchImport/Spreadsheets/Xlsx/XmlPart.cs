using System.Xml;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>
/// An XML part, read forward only. No DTD, only the predefined entities, no external resources; nesting and the size of a tag are bounded.
/// </summary>
internal sealed class XmlPart : IDisposable
{
    /// <summary>Workbooks nest about ten elements deep.</summary>
    private const int MaxDepth = 100;

    private readonly PartStream _stream;

    /// <summary>Starts reading a part.</summary>
    /// <param name="stream">The part's bytes; closed with this.</param>
    /// <param name="names">The table of names.</param>
    public XmlPart(PartStream stream, XmlNameTable names)
    {
        _stream = stream;
        Reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,

            // White space alone is text only with xml:space="preserve".
            IgnoreWhitespace = true,
            NameTable = names,
        });
    }

    /// <summary>The reader, to inspect the current node. To move it, use this class.</summary>
    public XmlReader Reader { get; }

    /// <summary>The root element's namespace: all relevant elements of a part are in it.</summary>
    public string Namespace { get; private set; } = "";

    /// <summary>Moves to the next node.</summary>
    public bool Read()
    {
        _stream.BeginToken();
        if (!Reader.Read())
        {
            return false;
        }

        return Reader.Depth <= MaxDepth ? true : throw new InvalidDataException("its elements are nested too deep");
    }

    /// <summary>Moves to the root element.</summary>
    /// <exception cref="InvalidDataException">It is not the one expected.</exception>
    public void ReadRoot(string name, params ReadOnlySpan<string> namespaces)
    {
        while (Read())
        {
            if (Reader.NodeType == XmlNodeType.Element)
            {
                if (Reader.LocalName == name && namespaces.Contains(Reader.NamespaceURI))
                {
                    Namespace = Reader.NamespaceURI;
                    return;
                }

                break;
            }
        }

        throw new InvalidDataException($"it does not begin with <{name}>");
    }

    /// <summary>True at the start of an element in the part's namespace with the given name.</summary>
    public bool IsStart(string name) =>
        Reader.NodeType == XmlNodeType.Element && Reader.LocalName == name && Reader.NamespaceURI == Namespace;

    /// <summary>True at the end of an element in the part's namespace with the given name.</summary>
    public bool IsEnd(string name) =>
        Reader.NodeType == XmlNodeType.EndElement && Reader.LocalName == name && Reader.NamespaceURI == Namespace;

    /// <summary>Reads from an element's start to its end, ignoring its content.</summary>
    public void Skip()
    {
        if (Reader.IsEmptyElement)
        {
            return;
        }

        var depth = Reader.Depth;
        while (Read())
        {
            if (Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == depth)
            {
                return;
            }
        }
    }

    /// <summary>Reads from an element's start to its end, appending the text directly in it. A text that is too long is not read to its end.</summary>
    public void ReadText(TextBuffer text)
    {
        if (Reader.IsEmptyElement)
        {
            return;
        }

        var depth = Reader.Depth;
        while (Read())
        {
            switch (Reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when Reader.Depth == depth + 1:
                    while (text.Append(Reader))
                    {
                        _stream.BeginToken();
                    }

                    if (text.IsTooLong)
                    {
                        return;
                    }

                    break;
                case XmlNodeType.EndElement when Reader.Depth == depth:
                    return;
            }
        }
    }

    /// <summary>
    /// Reads from the start of a string item (CT_Rst: <c>si</c>, <c>is</c>) to its end: appends its text, or that of all its runs. Phonetic
    /// hints are ignored. A text that is too long is not read to its end.
    /// </summary>
    public void ReadRichText(TextBuffer text)
    {
        if (Reader.IsEmptyElement)
        {
            return;
        }

        var depth = Reader.Depth;
        while (Read())
        {
            if (IsStart("t"))
            {
                ReadText(text);
                if (text.IsTooLong)
                {
                    return;
                }
            }
            else if (IsStart("rPh"))
            {
                Skip();
            }
            else if (Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == depth)
            {
                return;
            }
        }
    }

    /// <summary>Reads to the part's end, so that its checksum is verified.</summary>
    public void ReadToEnd()
    {
        while (Read())
        {
        }
    }

    public void Dispose() => Reader.Dispose();
}
