namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

public sealed class LocalTaskConformanceTests() : TaskConformanceTests(loggers => new LocalConformanceHub(loggers));
