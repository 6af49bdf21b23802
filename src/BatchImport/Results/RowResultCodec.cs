using System.Globalization;
using System.Text;
using BatchImport.Common;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// A row's result as one short text, because there is one per row for 7 days: <c>1</c> is a success, <c>1</c> and a text a success with that
/// reference; <c>0</c> is followed by the errors, each its column's index (empty for the whole row), U+001F and the message, with
/// U+001E between errors. UTF-8 in Redis.
/// </summary>
internal static class RowResultCodec
{
    /// <summary>
    /// The maximum number of errors stored per row: 20. A row with more has one cause (shifted columns, the wrong file), which the first ones show; the
    /// last one stored contains the number of further errors.
    /// </summary>
    public const int MaxErrors = 20;

    /// <summary>The maximum number of characters stored of a message or a reference: 500. Longer ones end in an ellipsis.</summary>
    public const int MaxText = 500;

    private const char ErrorSeparator = '\u001e';
    private const char ColumnSeparator = '\u001f';
    private static readonly RedisValue PlainSuccess = "1";

    public static RedisValue Encode(RowResult result)
    {
        if (result.Succeeded)
        {
            return string.IsNullOrEmpty(result.Reference) ? PlainSuccess : "1" + Cut(result.Reference);
        }

        var text = new StringBuilder("0", 64);
        var kept = result.Errors.Count > MaxErrors ? MaxErrors - 1 : result.Errors.Count;
        for (var index = 0; index < kept; index++)
        {
            var error = result.Errors[index];
            Append(text, error.Column, Clean(Cut(error.Message)));
        }

        if (kept < result.Errors.Count)
        {
            Append(text, column: null, string.Create(CultureInfo.InvariantCulture, $"and {result.Errors.Count - kept} more errors in this row"));
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">The value was not written by <see cref="Encode"/>.</exception>
    public static RowResult Decode(int index, RedisValue value)
    {
        ReadOnlyMemory<byte> bytes = value;
        return bytes.Span switch
        {
            [(byte)'1'] => RowResult.Success(index),
            [(byte)'1', .. var reference] => RowResult.Success(index, Encoding.UTF8.GetString(reference)),
            [(byte)'0', .. var errors] => RowResult.Error(index, DecodeErrors(Encoding.UTF8.GetString(errors))),
            _ => throw new FormatException($"The result stored for row {index.ToString(CultureInfo.InvariantCulture)} of the page starts with neither 0 nor 1: another program wrote into this Redis database."),
        };
    }

    private static RowError[] DecodeErrors(ReadOnlySpan<char> text)
    {
        var errors = new RowError[text.Count(ErrorSeparator) + 1];
        var count = 0;
        foreach (var range in text.Split(ErrorSeparator))
        {
            var error = text[range];
            var split = error.IndexOf(ColumnSeparator);
            var column = split > 0 ? int.Parse(error[..split], NumberStyles.None, CultureInfo.InvariantCulture) : (int?)null;
            errors[count++] = new RowError(column, error[(split + 1)..].ToString());
        }

        return errors;
    }

    private static void Append(StringBuilder text, int? column, string message)
    {
        if (text.Length > 1)
        {
            text.Append(ErrorSeparator);
        }

        text.Append(CultureInfo.InvariantCulture, $"{column}").Append(ColumnSeparator).Append(message);
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        // Not between the two halves of a surrogate pair.
        var length = MaxText - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");
    }

    private static string Clean(string message) => message.Replace(ErrorSeparator, ' ').Replace(ColumnSeparator, ' ');
}
