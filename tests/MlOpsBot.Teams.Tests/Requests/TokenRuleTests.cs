using System.Globalization;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>A bot for all tests of a class.</summary>
public sealed class SharedBot : IAsyncLifetime
{
    internal TeamsBot Bot { get; private set; } = null!;

    internal HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async ValueTask InitializeAsync() => Bot = await TeamsBot.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Bot.DisposeAsync();
    }
}

/// <summary>
/// Every rule of tokens at the real host. The table of them is printed by
/// <c>dotnet test tests/MlOpsBot.Teams.Tests --filter "FullyQualifiedName~TokenRuleTests.The_table" --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class TokenRuleTests(SharedBot shared, ITestOutputHelper output) : IClassFixture<SharedBot>
{
    public static TheoryData<string, string> Cases { get; } = [.. TokenRules.All.Select(rule => (rule.Rule, rule.Case))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_that_breaks_a_rule_is_refused_without_a_word_and_leaves_nothing(string rule, string broken)
    {
        var (status, line) = await SendAsync(TokenRules.All.Single(one => one.Rule == rule && one.Case == broken));
        status.ShouldBe(TokenRules.All.Single(one => one.Rule == rule && one.Case == broken).Status, line);
    }

    [Fact]
    public async Task The_table_of_rules_holds()
    {
        output.WriteLine("| rule | forged case | answer |");
        output.WriteLine("|---|---|---|");
        var wrong = new List<string>();
        foreach (var rule in TokenRules.All)
        {
            var (status, line) = await SendAsync(rule);
            output.WriteLine(line);
            if (status != rule.Status)
            {
                wrong.Add(line);
            }
        }

        wrong.ShouldBeEmpty();
    }

    private async Task<(int Status, string Line)> SendAsync(TokenRule rule)
    {
        var forged = new Forgery(shared.Bot.Teams, "secretword");
        rule.Spoil(forged);
        using var request = forged.Request(shared.Bot.Url);
        using var response = await shared.Client.SendAsync(request, TestContext.Current.CancellationToken);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        response.Headers.WwwAuthenticate.ShouldBeEmpty();
        var status = (int)response.StatusCode;
        var id = $"{forged.Activity["conversation"]!["id"]}|{forged.Activity["id"]}";
        var row = await shared.Bot.Store.Inbox.FindAsync(shared.Bot.Tenant, id, TestContext.Current.CancellationToken);
        (row is not null).ShouldBe(status == 200, $"{rule.Rule}: {rule.Case}");
        return (status, string.Create(CultureInfo.InvariantCulture, $"| {rule.Rule} | {rule.Case} | {status} |"));
    }
}
