namespace BatchImport.Mail;

/// <summary>A folder that receives mails; configuration section <c>Mail:Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>The folder; created if it does not exist. Required when <c>Mail:Sender</c> is <c>Outbox</c>.</summary>
    public string? Folder { get; set; }
}
