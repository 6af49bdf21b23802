namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>The tables of a task hub's file.</summary>
internal static class TaskHubSchema
{
    /// <summary>Marks an SQLite file as a task hub: "BIth".</summary>
    public const int ApplicationId = 0x42497468;

    /// <summary>The version this program reads and writes.</summary>
    public const int Version = 2;

    public const string Create = """
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            root INTEGER NOT NULL,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            status INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            start_at INTEGER,
            input TEXT,
            output TEXT,
            custom_status TEXT,
            failure BLOB,
            tags TEXT,
            parent_key INTEGER,
            parent_id TEXT,
            parent_name TEXT,
            parent_task INTEGER,
            parent_generation INTEGER);
        CREATE INDEX instances_by_parent ON instances (parent_key) WHERE parent_key IS NOT NULL;
        CREATE INDEX instances_unfinished ON instances (key) WHERE status IN (0, 6, 7);
        CREATE TABLE history (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            events BLOB NOT NULL,
            PRIMARY KEY (instance, sequence)) WITHOUT ROWID;
        CREATE TABLE messages (
            number INTEGER PRIMARY KEY,
            instance INTEGER NOT NULL,
            generation INTEGER,
            event BLOB NOT NULL);
        CREATE INDEX messages_by_instance ON messages (instance);
        CREATE TABLE suspects (
            instance INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            task INTEGER NOT NULL,
            crashes INTEGER NOT NULL,
            PRIMARY KEY (instance, generation, task)) WITHOUT ROWID;
        """;
}
