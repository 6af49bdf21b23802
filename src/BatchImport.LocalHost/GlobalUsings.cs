// The function files name no host: what they see of this one is here, and of the genuine one in the GlobalUsings.cs of BatchImport.Functions.
global using BatchImport.LocalHost.DurableTask;
global using BatchImport.LocalHost.Functions;
