namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

public sealed class LocalLifecycleConformanceTests() : LifecycleConformanceTests(loggers => new LocalConformanceHub(loggers));
