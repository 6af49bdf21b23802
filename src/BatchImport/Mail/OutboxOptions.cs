namespace BatchImport.Mail;

/// <summary>A folder that takes mails; configuration section <c>Mail:Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>The folder; made when it is not there. Required when <c>Mail:Sender</c> is <c>Outbox</c>.</summary>
    public string? Folder { get; set; }
}
