using BatchImport.Testing;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
