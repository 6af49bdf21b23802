using Microsoft.Extensions.Options;

namespace BatchImport.Mail;

/// <summary>Writes each mail into a folder as an .eml file, which mail programs open. A repeat replaces the file of the first attempt.</summary>
internal sealed class OutboxMailSender(IOptions<MailOptions> options, TimeProvider time) : IMailSender
{
    /// <summary>A mail's file name: the part of its Message-ID before the @.</summary>
    public static string FileNameOf(string messageId)
    {
        var local = messageId.AsSpan(0, messageId.LastIndexOf('@') is >= 0 and var at ? at : messageId.Length);
        return string.Concat(local.ToString().Select(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_' ? unit : '_')) + ".eml";
    }

    public async Task SendAsync(ResultMail mail, CancellationToken cancellationToken)
    {
        using var message = MimeMail.Create(mail, options.Value, time.GetUtcNow());
        var folder = options.Value.Outbox.Folder!;
        var temporary = Path.Combine(folder, "." + Path.GetRandomFileName());
        try
        {
            CreateFolder(folder);
            await using (var file = new FileStream(temporary, NewFile()))
            {
                await message.WriteToAsync(file, cancellationToken);
            }

            // A move, so that readers of the folder never see an incomplete mail.
            File.Move(temporary, Path.Combine(folder, FileNameOf(mail.MessageId)), overwrite: true);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new MailException("The mail could not be written into the folder Mail:Outbox:Folder: " + ex.GetType().Name + ".", isTransient: true, ex);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    // Mails contain row values and addresses: only the user who runs the app may read them.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
