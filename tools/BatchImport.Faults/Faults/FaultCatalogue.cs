using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The available faults, in the table's order.</summary>
internal static class FaultCatalogue
{
    private const string RightKey = "right";

    /// <summary>All faults.</summary>
    public static IReadOnlyList<IFault> All { get; } =
    [
        new HostKill(),
        new Deploy(),
        new ServiceKill("redis-kill", azurite: false, redis: true),
        new ServiceKill("azurite-kill", azurite: true, redis: false),
        new ServiceKill("services-kill", azurite: true, redis: true),
        new RedisPause(),
        new ServiceAway("redis-away", isRedis: true),
        new ServiceAway("storage-away", isRedis: false),
        new EndedOrchestration("terminate", isPurged: false),
        new EndedOrchestration("purge", isPurged: true),
        new KillAtState("kill-compose", "Composing", "SIGKILL of the host while it writes the workbook"),
        new KillAtState("kill-send", "Sending", "SIGKILL of the host while it sends the e-mail"),
        new PoisonedFile(),
        new AppendedFile(),
        new RedisFlush(),
        new EventTwice(),
        new NewVersion(),
        new MetadataChange(),
        new BadTarget(
            "bad-target",
            "a target that throws, refuses, is always busy, or answers garbage for some rows",
            [RowKind.Throw, RowKind.Refuse, RowKind.Busy, RowKind.Garbage, RowKind.Garbage, RowKind.Throw]),
        new BadTarget("hung-target", "a target that never responds for one row, and ignores cancellation", [RowKind.Hang]),
        new PoisonRow(),
        new HostVariant("activities-twice", FaultHostCommand.Twice, "every activity executed twice, row activities also concurrently"),
        new HostVariant("clock", FaultHostCommand.Jumping, "a clock that is continually set back and forth by up to a day"),
        new MailFault("mail-429", "the mail service answers 429, twice, then accepts the mail", RightKey, comes: true, [429, 429]),
        new MailFault("mail-500", "the mail service answers 500, six times, then accepts the mail", RightKey, comes: true, [500, 500, 500, 500, 500, 500]),
        new MailFault("mail-timeout", "the mail service does not answer, twice, then accepts the mail", RightKey, comes: true, [SendGridService.Silence, SendGridService.Silence]),
        new MailFault("mail-wrong-key", "the mail service refuses the key: the import completes, and its state shows that the e-mail failed", "wrong", comes: false, []),
        new RefusedAttachment(),
        new CorruptHub(),
        new DiskFull(),
        new SecondHost(),
        new DatabaseKill("sql-host-kill", host: true),
        new DatabaseKill("sql-database-kill", host: false),
    ];
}
