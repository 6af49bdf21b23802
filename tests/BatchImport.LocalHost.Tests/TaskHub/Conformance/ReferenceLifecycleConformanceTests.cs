namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

public sealed class ReferenceLifecycleConformanceTests() : LifecycleConformanceTests(loggers => new ReferenceHub(loggers));
