using System.Collections.Concurrent;
using System.Data.Common;
using Azure.Core;
using BatchImport.Common;
using BatchImport.Definitions;
using Microsoft.Extensions.Configuration;

namespace BatchImport.Targets.Sql;

/// <summary>The databases of the section <c>Targets:Sql</c>, each by the name of its connection. Opened when they are first used, and shared by all imports.</summary>
internal sealed class SqlConnections(IConfiguration configuration, Func<TokenCredential> credential) : IAsyncDisposable
{
    /// <summary>The configuration section: a connection string per name.</summary>
    public const string Section = TargetOptions.Section + ":Sql";

    private readonly ConcurrentDictionary<string, Lazy<SqlDatabase>> _databases = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the connections.</summary>
    public IReadOnlyList<string> Names =>
        [.. configuration.GetSection(Section).GetChildren().Where(static child => child.Value is { Length: > 0 }).Select(static child => child.Key).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The database of a connection.</summary>
    /// <exception cref="RejectedException">There is no connection of that name, or its setting is invalid.</exception>
    public SqlDatabase Open(string name)
    {
        var text = TextOf(name);
        var database = _databases.GetOrAdd(name, _ => new Lazy<SqlDatabase>(() => Create(ProviderOf(name, text), text)));
        try
        {
            return database.Value;
        }
        catch (Exception ex) when (ex is ArgumentException or FormatException or NotSupportedException)
        {
            // The message of the exception may hold a part of the connection string.
            throw new RejectedException("invalid-connection", $"The setting {Section}:{name} is not a valid connection string ({ex.GetType().Name}). Ask the operator of this installation to correct it, and drop the file again.", ex);
        }
    }

    /// <summary>The database of the connection that a target names. It must be of the provider that the target names.</summary>
    /// <exception cref="RejectedException">There is no connection of that name, its setting is invalid, or the kinds differ.</exception>
    public SqlDatabase Open(SqlTargetDefinition sql)
    {
        var provider = ProviderOf(sql.Connection);
        return provider == sql.Provider ? Open(sql.Connection) : throw new RejectedException("wrong-provider",
            $"The definition writes to a database of the provider {Word(sql.Provider)}, but the connection {sql.Connection} is one of {Word(provider)}. Correct provider or connection in the definition, and drop the file again.");
    }

    /// <summary>The provider of a connection.</summary>
    /// <exception cref="RejectedException">There is no connection of that name, or its setting is invalid.</exception>
    public SqlProvider ProviderOf(string name) => ProviderOf(name, TextOf(name));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values.Where(static database => database.IsValueCreated))
        {
            try
            {
                await database.Value.DisposeAsync();
            }
            catch (Exception ex) when (ex is ArgumentException or FormatException or NotSupportedException)
            {
                // It was never opened: its connection string is invalid.
            }
        }
    }

    /// <summary>The kind of a database, by the keyword that names its server: Host for PostgreSQL, Server or Data Source for SQL Server.</summary>
    /// <exception cref="RejectedException">The text has neither, or is not a connection string.</exception>
    internal static SqlProvider ProviderOf(string name, string text)
    {
        try
        {
            var keywords = new DbConnectionStringBuilder { ConnectionString = text };
            return keywords.ContainsKey("Host") ? SqlProvider.Postgres :
                keywords.ContainsKey("Server") || keywords.ContainsKey("Data Source") ? SqlProvider.SqlServer :
                throw new ArgumentException("No server is named.", nameof(text));
        }
        catch (ArgumentException ex)
        {
            throw new RejectedException("invalid-connection",
                $"The setting {Section}:{name} is not a connection string: it must name the server, with Host for PostgreSQL or with Server for SQL Server. Ask the operator of this installation to correct it, and drop the file again.", ex);
        }
    }

    private string TextOf(string name) => configuration[$"{Section}:{name}"] is { Length: > 0 } text
        ? text
        : throw new RejectedException("unknown-connection",
            $"There is no database connection {name}: the setting {Section}:{name} is not set ({(Names.Count == 0 ? "no connection is set" : $"valid names: {string.Join(", ", Names)}")}). Ask the operator of this installation to set it, or correct the definition, and drop the file again.");

    private static string Word(SqlProvider provider) => provider.ToString().ToLowerInvariant();

    private SqlDatabase Create(SqlProvider provider, string text) => provider switch
    {
        SqlProvider.Postgres => new PostgresDatabase(text, credential),
        _ => new SqlServerDatabase(text, credential),
    };
}
