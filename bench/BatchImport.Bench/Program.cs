using BenchmarkDotNet.Running;

// In this process: the project that BenchmarkDotNet would generate for each benchmark does not follow this repository's rules.
BenchmarkSwitcher.FromAssembly(typeof(BatchImport.Bench.ReaderBenchmarks).Assembly).Run(["--inProcess", "--memory", .. args]);
