namespace BatchImport.Pipeline;

/// <summary>A row of an import that has run to its end has no result: Redis lost it.</summary>
internal sealed class MissingResultException : Exception;
