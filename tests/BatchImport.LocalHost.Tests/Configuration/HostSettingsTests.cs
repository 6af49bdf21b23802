using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Configuration;

public sealed class HostSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mails_go_to_the_outbox_unless_settings_say_otherwise_and_the_caller_s_go_before_the_file_s()
    {
        _folder.Write("local.settings.json", """{ "Values": { "Mail__From": "file@example.com", "Import__RetentionDays": "3" } }""");
        var state = new StateFolder(Path.Combine(_folder.Path, "state"));
        var options = new LocalHostOptions
        {
            StateFolder = state.Path,
            ProjectFolder = _folder.Path,
            ReadEnvironment = false,
            Settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Mail:From"] = "caller@example.com" },
        };

        var settings = HostSettings.Read(options, state);

        Assert.Equal("Outbox", settings["Mail:Sender"]);
        Assert.Equal(state.Outbox, settings["Mail:Outbox:Folder"]);
        Assert.Equal("caller@example.com", settings["Mail:From"]);
        Assert.Equal("3", settings["Import:RetentionDays"]);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", null, false)]
    [InlineData("AzureWebJobsStorage", "", false)]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true", false)]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true;", false)]
    [InlineData("AzureWebJobsStorage", "AccountName=a;AccountKey=b", true)]
    [InlineData("AzureWebJobsStorage:blobServiceUri", "https://a.blob.core.windows.net", true)]
    public void Azurite_is_for_those_who_name_no_storage_account_of_their_own(string key, string? value, bool hasStorage) =>
        Assert.Equal(hasStorage, HostSettings.HasStorage(TestSettings.Create((key, value))));

    [Theory]
    [InlineData("Targets:Table:ConnectionString", "", false)]
    [InlineData("Targets:Table:ConnectionString", "UseDevelopmentStorage=true", true)]
    [InlineData("Targets:Table:ServiceUri", "https://a.table.core.windows.net", true)]
    public void Rows_go_to_Azurite_s_tables_for_those_who_name_no_others(string key, string? value, bool hasTables) =>
        Assert.Equal(hasTables, HostSettings.HasTables(TestSettings.Create((key, value))));

    [Theory]
    [InlineData("Redis:ConnectionString", null, false)]
    [InlineData("Redis:ConnectionString", "redis.example.com:6380", true)]
    [InlineData("Redis:HostName", "redis.example.com:10000", true)]
    public void A_server_is_started_for_those_who_name_no_Redis_of_their_own(string key, string? value, bool hasRedis) =>
        Assert.Equal(hasRedis, HostSettings.HasRedis(TestSettings.Create((key, value))));
}
