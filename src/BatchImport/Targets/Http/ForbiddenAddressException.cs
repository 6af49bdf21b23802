namespace BatchImport.Targets.Http;

/// <summary>A host's name resolves to an address that may not be called.</summary>
internal sealed class ForbiddenAddressException() : Exception("The host has no public address.");
