using BatchImport.Testing;

[assembly: AssemblyFixture(typeof(RedisServer))]
