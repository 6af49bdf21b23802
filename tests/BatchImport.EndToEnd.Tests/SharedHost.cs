using BatchImport.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(LocalHostFixture))]
