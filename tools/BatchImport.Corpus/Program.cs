using System.CommandLine;
using System.Text;
using BatchImport.Corpus;

// ExcelDataReader requires code pages that .NET provides on request only.
Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
if (args is [CorpusWorker.Argument])
{
    CorpusWorker.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    return 0;
}

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of the files to read, including subfolders." };
folder.AcceptExistingOnly();
var timeout = new Option<int>("--timeout") { Description = "The longest time for one file, in seconds.", DefaultValueFactory = _ => 60 };
var values = new Option<bool>("--values") { Description = "Show the values of cells that differ." };
var report = new Option<FileInfo?>("--report") { Description = "A file for all results, as tab-separated text." };
var command = new RootCommand("Reads every spreadsheet in a folder as an import does and compares its cells with what ExcelDataReader reads.") { folder, timeout, values, report };
command.SetAction((parsed, cancellationToken) =>
    new CorpusRun(TimeSpan.FromSeconds(parsed.GetValue(timeout)), CorpusWorker.ThisProgram(), Console.Out).RunAsync(
        parsed.GetValue(folder)!, parsed.GetValue(report), parsed.GetValue(values), cancellationToken));
return await command.Parse(args).InvokeAsync();
