namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

public sealed class ReferenceTaskConformanceTests() : TaskConformanceTests(loggers => new ReferenceHub(loggers));
