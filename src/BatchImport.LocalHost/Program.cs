using BatchImport.LocalHost.Cli;

return await CommandLineApp.RunAsync(args);
