using System.Diagnostics;
using System.Text.Json;

namespace BatchImport.Corpus;

/// <summary>
/// A process that reads files one after the other, so that the program survives a file that hangs or exhausts the memory. Input is a line with a path,
/// output is a line of JSON.
/// </summary>
internal sealed class CorpusWorker : IDisposable
{
    /// <summary>The argument that starts the program as a worker.</summary>
    public const string Argument = "--worker";

    private readonly Process _process;

    private CorpusWorker(Process process) => _process = process;

    /// <summary>How to start this program again: the file and its arguments.</summary>
    public static ProcessStartInfo ThisProgram() => Start(typeof(CorpusWorker).Assembly.Location);

    /// <summary>How to start the program of an assembly.</summary>
    public static ProcessStartInfo Start(string assembly)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(assembly);
        start.ArgumentList.Add(Argument);
        return start;
    }

    /// <summary>Starts a worker.</summary>
    public static CorpusWorker Start(ProcessStartInfo start) => new(Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start."));

    /// <summary>Reads files until the input ends.</summary>
    public static void Run(Stream input, Stream output)
    {
        using var reader = new StreamReader(input);
        using var writer = new StreamWriter(output) { AutoFlush = true };
        while (reader.ReadLine() is { } path)
        {
            writer.WriteLine(JsonSerializer.Serialize(CorpusFile.Check(path)));
        }
    }

    /// <summary>Sends a file to the worker.</summary>
    /// <returns>Null when the worker has ended.</returns>
    /// <exception cref="OperationCanceledException">The file takes too long.</exception>
    public async Task<FileResult?> CheckAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(path.AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }

        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return line is null ? null : JsonSerializer.Deserialize<FileResult>(line);
    }

    /// <summary>Ends the process in any state.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        _process.Dispose();
    }
}
