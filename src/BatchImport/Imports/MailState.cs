namespace BatchImport.Imports;

/// <summary>The state of the result mail, as in <see cref="ImportRecord.Mail"/>.</summary>
public static class MailState
{
    /// <summary>The mail service accepted it for delivery.</summary>
    public const string Sent = "sent";

    /// <summary>It could not be sent; the workbook is available nevertheless.</summary>
    public const string Failed = "failed";

    /// <summary>No recipient is known.</summary>
    public const string Nobody = "nobody";
}
