using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BatchImport.Testing;

/// <summary>A minimal SMTP server (RFC 5321) on a free loopback port. Answers to commands can be replaced, by their first word.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public SmtpServer()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers that replace the usual ones; an empty one closes the connection.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The mails that were accepted.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>Refuses a mail that was received: the answer, or null to accept it. Null accepts every mail.</summary>
    public Func<string, string?>? Refusal { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await ServeAsync(client);
            }
            catch (IOException)
            {
                // The client disconnected: accept the next one.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        if (!await AnswerAsync("GREETING", "220 test"))
        {
            return;
        }

        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            var goesOn = await AnswerAsync(command, command switch
            {
                "EHLO" => "250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
                "AUTH" => "235 welcome",
                "DATA" => "354 continue",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (!goesOn || command == "QUIT")
            {
                return;
            }

            if (command == "DATA" && !Answers.ContainsKey("DATA"))
            {
                if (await ReceiveAsync(reader) is not { } mail)
                {
                    return;
                }

                var refusal = Refusal?.Invoke(mail);
                if (refusal is null && Answers.GetValueOrDefault("RECEIVED", "2").StartsWith('2'))
                {
                    Mails.Enqueue(mail);
                }

                await AnswerAsync("RECEIVED", refusal ?? "250 taken");
            }
        }

        async Task<bool> AnswerAsync(string command, string usual)
        {
            var answer = Answers.GetValueOrDefault(command, usual);
            if (answer.Length > 0)
            {
                await writer.WriteLineAsync(answer.AsMemory(), _stop.Token);
            }

            return answer.Length > 0;
        }
    }

    /// <returns>The mail; null when the client went away before the mail's end: such a mail is none (RFC 5321, 4.1.1.4).</returns>
    private async Task<string?> ReceiveAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
            {
                return mail.ToString();
            }

            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return null;
    }
}
