namespace BatchImport.Spreadsheets.Sheets;

/// <summary>Reads values of the binary formats.</summary>
internal static class BinaryNumber
{
    /// <summary>A number in four bytes (RkNumber, [MS-XLS] 2.5.217): a whole number or the upper half of a double, in hundredths or not.</summary>
    public static double FromRk(uint value)
    {
        var number = (value & 2) != 0 ? (int)value >> 2 : BitConverter.Int64BitsToDouble((long)(value & 0xFFFFFFFC) << 32);
        return !double.IsFinite(number) ? throw new InvalidDataException("a number is invalid") : (value & 1) != 0 ? number / 100 : number;
    }

    /// <summary>An error's text by its number (BErr, [MS-XLS] 2.5.10).</summary>
    public static string ErrorText(byte value) => value switch
    {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    };
}
