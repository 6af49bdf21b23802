namespace BatchImport.LocalHost.Services;

/// <summary>The folder of all state that this host keeps on this machine. It can be deleted while no host runs.</summary>
public sealed class StateFolder
{
    /// <summary>The folder's name in the repository's root.</summary>
    public const string DefaultName = ".batchimport";

    /// <summary>Opens a folder, which is created when it does not exist. Only its owner may read it.</summary>
    /// <exception cref="LocalHostException">It cannot be written, or all users share it.</exception>
    public StateFolder(string path)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        PrivateFiles.CreateFolder(Path);
        PrivateFiles.CreateFolder(Logs);
    }

    /// <summary>The folder, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>The folder that Azurite is installed into.</summary>
    public string Azurite => In("azurite");

    /// <summary>The data of Azurite.</summary>
    public string AzuriteData => In("azurite-data");

    /// <summary>The Redis-compatible server's append-only file and checkpoints.</summary>
    public string Redis => In("redis");

    /// <summary>The password of the Redis-compatible server.</summary>
    public string RedisPassword => In("redis.password");

    /// <summary>The task hub's files.</summary>
    public string Hub => In("hub");

    /// <summary>The logs of the services.</summary>
    public string Logs => In("logs");

    /// <summary>The default of <c>Mail:Outbox:Folder</c>, which mails are written to.</summary>
    public string Outbox => In("outbox");

    /// <summary>The folder that <c>import</c> writes workbooks to.</summary>
    public string Results => In("results");

    /// <summary>The state of triggers: which blobs were processed, when timers ran.</summary>
    public string Triggers => In("triggers.db");

    /// <summary>The processes that run for this folder.</summary>
    public string RunFile => In("run.json");

    /// <summary>Locked by the host that runs on this folder.</summary>
    public string LockFile => In("host.lock");

    /// <summary>The key that requests from other machines need.</summary>
    public string AccessKey => In("access.key");

    /// <summary>The versions of the definitions' files that were installed.</summary>
    public string InstalledDefinitions => In("definitions.json");

    /// <summary>The id of the lease with which this folder's host claims a storage account.</summary>
    public string LeaseFile => In("lease.id");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
