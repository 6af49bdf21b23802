return await BatchImport.Load.LoadCommand.RunAsync(args);
