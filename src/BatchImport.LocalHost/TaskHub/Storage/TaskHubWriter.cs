using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>Writes changes, many of them in one transaction. Used by one thread.</summary>
internal sealed class TaskHubWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _insertInstance;
    private readonly Statement _updateInstance;
    private readonly Statement _startOver;
    private readonly Statement _deleteInstance;
    private readonly Statement _appendHistory;
    private readonly Statement _deleteHistory;
    private readonly Statement _insertMessage;
    private readonly Statement _deleteMessage;
    private readonly Statement _deleteMessagesOf;
    private readonly Statement _upsertSuspect;
    private readonly Statement _deleteSuspects;
    private readonly Statement _findKey;

    public TaskHubWriter(SqliteConnection connection)
    {
        _connection = connection;
        _insertInstance = new Statement(
            connection,
            """
            INSERT INTO instances (key, id, root, name, version, status, generation, created, updated, start_at, input, tags,
                parent_key, parent_id, parent_name, parent_task, parent_generation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            17);
        _updateInstance = new Statement(
            connection, "UPDATE instances SET status = $2, updated = $3, custom_status = $4, output = $5, failure = $6 WHERE key = $1", 6);
        _startOver = new Statement(connection, "UPDATE instances SET generation = $2, version = $3, input = $4 WHERE key = $1", 4);
        _deleteInstance = new Statement(connection, "DELETE FROM instances WHERE key = $1", 1);
        _appendHistory = new Statement(connection, "INSERT INTO history (instance, sequence, events) VALUES ($1, $2, $3)", 3);
        _deleteHistory = new Statement(connection, "DELETE FROM history WHERE instance = $1", 1);
        _insertMessage = new Statement(connection, "INSERT INTO messages (number, instance, generation, event) VALUES ($1, $2, $3, $4)", 4);
        _deleteMessage = new Statement(connection, "DELETE FROM messages WHERE number = $1", 1);
        _deleteMessagesOf = new Statement(connection, "DELETE FROM messages WHERE instance = $1", 1);
        _upsertSuspect = new Statement(
            connection, "INSERT OR REPLACE INTO suspects (instance, generation, task, crashes) VALUES ($1, $2, $3, $4)", 4);
        _deleteSuspects = new Statement(connection, "DELETE FROM suspects WHERE instance = $1", 1);
        _findKey = new Statement(connection, "SELECT key FROM instances WHERE id = $1", 1);
    }

    /// <summary>Writes all of the changes, or none.</summary>
    /// <exception cref="SqliteException">None was written.</exception>
    public void Commit(IReadOnlyList<StoreOperation> operations)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var operation in operations)
        {
            Apply(operation, transaction);
        }

        transaction.Commit();
    }

    /// <summary>The number of the instance with an id, as committed; null when no instance has the id.</summary>
    public long? FindKey(string id) => _findKey.Scalar(id) as long?;

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _insertInstance, _updateInstance, _startOver, _deleteInstance, _appendHistory, _deleteHistory,
            _insertMessage, _deleteMessage, _deleteMessagesOf, _upsertSuspect, _deleteSuspects, _findKey])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Apply(StoreOperation operation, SqliteTransaction transaction)
    {
        switch (operation)
        {
            case StoreOperation.AppendHistory o:
                _appendHistory.Execute(transaction, o.Key, o.Sequence, o.Events);
                break;
            case StoreOperation.UpdateInstance o:
                _updateInstance.Execute(transaction, o.Key, (int)o.Status, o.UpdatedAt.Ticks, o.CustomStatus, o.Output, o.Failure);
                break;
            case StoreOperation.InsertMessage { Row: { } m }:
                _insertMessage.Execute(transaction, m.Number, m.Key, m.Generation, m.Event);
                break;
            case StoreOperation.DeleteMessage o:
                _deleteMessage.Execute(transaction, o.Number);
                break;
            case StoreOperation.DeleteMessagesOf o:
                _deleteMessagesOf.Execute(transaction, o.Key);
                break;
            case StoreOperation.StartOver o:
                _deleteHistory.Execute(transaction, o.Key);
                _startOver.Execute(transaction, o.Key, o.Generation, o.Version, o.Input);
                break;
            case StoreOperation.InsertInstance { Row: { } r }:
                _insertInstance.Execute(
                    transaction, r.Key, r.Id, r.Root, r.Name, r.Version, (int)r.Status, r.Generation, r.CreatedAt.Ticks, r.UpdatedAt.Ticks,
                    r.StartAt?.Ticks, r.Input, r.Tags, r.Parent?.Key, r.Parent?.Id, r.Parent?.Name, r.Parent?.TaskId, r.Parent?.Generation);
                break;
            case StoreOperation.DeleteInstance o:
                _deleteInstance.Execute(transaction, o.Key);
                _deleteHistory.Execute(transaction, o.Key);
                _deleteMessagesOf.Execute(transaction, o.Key);
                _deleteSuspects.Execute(transaction, o.Key);
                break;
            case StoreOperation.UpsertSuspect { Row: { } s }:
                _upsertSuspect.Execute(transaction, s.Key, s.Generation, s.TaskId, s.Crashes);
                break;
            default:
                throw new InvalidOperationException($"The task hub's file does not support {operation.GetType().Name}.");
        }
    }

    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand _command;
        private readonly SqliteParameter[] _parameters;

        public Statement(SqliteConnection connection, string sql, int parameters)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            _parameters = new SqliteParameter[parameters];
            for (var i = 0; i < parameters; i++)
            {
                _parameters[i] = new SqliteParameter { ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}") };
                _command.Parameters.Add(_parameters[i]);
            }

            _command.Prepare();
        }

        public void Execute(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
        {
            _command.Transaction = transaction;
            for (var i = 0; i < values.Length; i++)
            {
                _parameters[i].Value = values[i] ?? DBNull.Value;
            }

            _command.ExecuteNonQuery();
        }

        public object? Scalar(object value)
        {
            _command.Transaction = null;
            _parameters[0].Value = value;
            return _command.ExecuteScalar();
        }

        public void Dispose() => _command.Dispose();
    }
}
