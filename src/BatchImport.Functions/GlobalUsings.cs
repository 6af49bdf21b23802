// The function files name no host: what they see of the genuine one is here, and of the LocalHost in its own GlobalUsings.cs.
global using Microsoft.Azure.Functions.Worker;
global using Microsoft.DurableTask;
global using Microsoft.DurableTask.Client;
