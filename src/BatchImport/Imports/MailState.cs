namespace BatchImport.Imports;

/// <summary>What became of the result mail, as <see cref="Results.ImportProgress.Mail"/> tells it.</summary>
public static class MailState
{
    /// <summary>It was taken for delivery.</summary>
    public const string Sent = "sent";

    /// <summary>It could not be handed over; the workbook is there all the same.</summary>
    public const string Failed = "failed";

    /// <summary>Nobody is known to mail.</summary>
    public const string Nobody = "nobody";
}
