using BatchImport.Testing;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
[assembly: AssemblyFixture(typeof(PostgresServer))]
