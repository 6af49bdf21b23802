using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Checks whether a Redis-compatible server works, in the Redis protocol (https://redis.io/docs/latest/develop/reference/protocol-spec/). A
/// server whose disk was full answers PING and fails every other command, so a probe writes a value and reads it.
/// </summary>
internal static class RedisProbe
{
    private const string Key = "batchimport:probe";
    private const string SecondsKept = "60";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when the server on a port answers <c>PING</c> as a Redis server does.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return await TalkAsync(port, [["PING"]], cancellationToken) is ["+PONG"] or [['-', 'N', 'O', 'A', 'U', 'T', 'H', ..]];
        }
        catch (Exception ex) when (ex is IOException or SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Logs in, writes a value and reads it.</summary>
    public static async Task<ProbeResult> CheckAsync(int port, string password, CancellationToken cancellationToken)
    {
        var value = RandomNumberGenerator.GetHexString(16);
        try
        {
            var answers = await TalkAsync(port, [["AUTH", password], ["SET", Key, value, "EX", SecondsKept], ["GET", Key]], cancellationToken);
            return answers.FirstOrDefault(answer => answer.StartsWith('-')) is { } error ? ProbeResult.Failing(error[1..])
                : answers is ["+OK", "+OK", var read] && read == value ? ProbeResult.Working
                : ProbeResult.Failing("it did not return the value that was written");
        }
        catch (SocketException ex)
        {
            return ProbeResult.Silent(ex.Message);
        }
        catch (IOException ex)
        {
            return ProbeResult.Failing($"it closes the connection instead of storing a value ({ex.Message})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Silent(string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} s"));
        }
    }

    /// <summary>Sends commands and returns their answers: simple strings and errors with their first character, bulk strings as they are.</summary>
    private static async Task<List<string>> TalkAsync(int port, string[][] commands, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answers = new List<string>(commands.Length);
        foreach (var command in commands)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Request(command)), timeout.Token);
            var line = await LineAsync(reader, timeout.Token);
            answers.Add(line.StartsWith('$') && line != "$-1" ? await LineAsync(reader, timeout.Token) : line);
        }

        return answers;
    }

    private static async Task<string> LineAsync(StreamReader reader, CancellationToken cancellationToken) =>
        await reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("the server closed the connection");

    private static string Request(string[] words)
    {
        var request = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n"));
        foreach (var word in words)
        {
            request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        return request.ToString();
    }
}
