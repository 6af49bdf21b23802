namespace BatchImport.LocalHost.Services;

/// <summary>The one folder with everything this host keeps on this machine. It can be deleted while nothing runs.</summary>
public sealed class StateFolder
{
    /// <summary>The folder's name in the repository's root.</summary>
    public const string DefaultName = ".batchimport";

    /// <summary>Takes a folder, made when it is not there. Only its owner may read it.</summary>
    /// <exception cref="LocalHostException">It cannot be written, or all users share it.</exception>
    public StateFolder(string path)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        PrivateFiles.CreateFolder(Path);
        PrivateFiles.CreateFolder(Logs);
    }

    /// <summary>The folder, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>Where Azurite is installed.</summary>
    public string Azurite => In("azurite");

    /// <summary>What Azurite stores.</summary>
    public string AzuriteData => In("azurite-data");

    /// <summary>The Redis-compatible server's append-only file and checkpoints.</summary>
    public string Redis => In("redis");

    /// <summary>The password of the Redis-compatible server.</summary>
    public string RedisPassword => In("redis.password");

    /// <summary>The task hub's files.</summary>
    public string Hub => In("hub");

    /// <summary>What the services say.</summary>
    public string Logs => In("logs");

    /// <summary>Where mails are put, unless <c>Mail:Outbox:Folder</c> says otherwise.</summary>
    public string Outbox => In("outbox");

    /// <summary>Where <c>import</c> puts workbooks.</summary>
    public string Results => In("results");

    /// <summary>What triggers remember: which blobs were processed, when timers ran.</summary>
    public string Triggers => In("triggers.db");

    /// <summary>Which processes run for this folder.</summary>
    public string RunFile => In("run.json");

    /// <summary>Held by the host that runs on this folder.</summary>
    public string LockFile => In("host.lock");

    /// <summary>The key that requests from other machines need.</summary>
    public string AccessKey => In("access.key");

    /// <summary>The id of the lease by which this folder's host claims a storage account.</summary>
    public string LeaseFile => In("lease.id");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
