using System.Net;
using System.Text;
using System.Text.Json;

namespace BatchImport.EndToEnd.Tests;

/// <summary>The failed rows of an import, retried over HTTP.</summary>
public sealed class RetryTests(LocalHostFixture host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_rows_run_again_as_a_new_import_that_says_which_one_it_follows()
    {
        var customers = string.Join('\n', "Id,FirstName,LastName,Email,Country,SignupDate", "000001,Ada,L,ada@example.com,France,2024-01-01", "x,Bo,M,bo@example.com,France,2024-01-01");
        var id = await host.DropAsync("again/customers.csv", Encoding.UTF8.GetBytes(customers), ("owner", "ada@example.com"), ("definition", "customers"));
        var first = await host.EndAsync(id);
        Assert.Equal(1, first.GetProperty("failed").GetInt32());
        Assert.False(first.TryGetProperty("follows", out _));

        using var accepted = await host.Http.PostAsync($"api/imports/{id}/retry", content: null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var retry = JsonElement.Parse(await accepted.Content.ReadAsStringAsync(Stop)).GetProperty("id").GetString()!;
        Assert.EndsWith($"/api/imports/{retry}", accepted.Headers.Location?.ToString(), StringComparison.Ordinal);

        var second = await host.EndAsync(retry);
        Assert.Equal(("completed", id, 1, 1), (second.GetProperty("state").GetString(), second.GetProperty("follows").GetString(), second.GetProperty("rows").GetInt32(), second.GetProperty("failed").GetInt32()));
        Assert.Single(host.Mails(retry));

        using var again = await host.Http.PostAsync($"api/imports/{id}/retry", content: null, Stop);
        Assert.Equal(retry, JsonElement.Parse(await again.Content.ReadAsStringAsync(Stop)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_cannot_run_again_is_said_with_its_reason()
    {
        var id = await host.DropAsync("again/fine.csv", Encoding.UTF8.GetBytes("Anything\n1\n"), ("owner", "ada@example.com"), ("definition", "open"));
        await host.EndAsync(id);

        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new string('0', 32)));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("nonsense"));
    }

    private async Task<HttpStatusCode> StatusAsync(string id)
    {
        using var response = await host.Http.PostAsync($"api/imports/{id}/retry", content: null, Stop);
        return response.StatusCode;
    }
}
