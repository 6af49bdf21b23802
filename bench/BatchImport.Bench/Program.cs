using BenchmarkDotNet.Running;

// In this process: the project that BenchmarkDotNet would make for each benchmark knows nothing of this repository's rules.
BenchmarkSwitcher.FromAssembly(typeof(BatchImport.Bench.ReaderBenchmarks).Assembly).Run(["--inProcess", "--memory", .. args]);
