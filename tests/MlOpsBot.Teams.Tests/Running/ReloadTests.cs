using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>Options of Teams that change while the bot runs.</summary>
public sealed class ReloadTests
{
    private const string Question = "who owns model monitoring?";

    [Fact]
    public async Task A_new_client_secret_is_used_at_once_when_the_login_refuses_the_old_one()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { InFile = ["MlOpsBot:Teams:ClientSecret"] });
        var (teams, tokens) = (bot.Teams, bot.App.Services.GetRequiredService<AppTokens>());
        var robin = teams.World.AddPerson("Robin");
        (await robin.SayAsync(Question)).Card!.Read().ShouldContain("Monitoring");
        teams.ClientSecret = "n3w~the.secret.that.was.made.later.0123";

        await bot.EditAsync(("MlOpsBot:Teams:ClientSecret", "a.slip.of.the.hand"));
        await UntilAsync(() => tokens.State.Health == CredentialHealth.Refused);

        // The token that is still good serves.
        (await robin.SayAsync(Question)).Card!.Read().ShouldContain("Monitoring");

        await bot.EditAsync(("MlOpsBot:Teams:ClientSecret", teams.ClientSecret));
        await UntilAsync(() => tokens.State.Health == CredentialHealth.Fine);
        (await robin.SayAsync(Question)).Card!.Read().ShouldContain("Monitoring");
        bot.Log.All.ShouldNotContain(line => line.Contains("n3w~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_that_is_taken_from_the_list_is_refused_from_then_on()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { InFile = ["MlOpsBot:Teams:AllowedTenants"] });
        var robin = bot.Teams.World.AddPerson("Robin");
        (await robin.SayAsync(Question)).Card!.Read().ShouldContain("Monitoring");

        await bot.EditAsync(("MlOpsBot:Teams:AllowedTenants", "00001111-aaaa-2222-bbbb-3333cccc4444"));
        await robin.SendSayAsync(Question);
        await UntilAsync(() => bot.Log.All.Any(line => line.Contains("a tenant that is not allowed", StringComparison.Ordinal)) || bot.Teams.Deliveries.All.Any(delivery => delivery.ToString()!.Contains("403", StringComparison.Ordinal)));

        await bot.EditAsync(("MlOpsBot:Teams:AllowedTenants", bot.Teams.Options.TenantId));
        (await robin.SayAsync(Question)).Card!.Read().ShouldContain("Monitoring");
    }

    [Fact]
    public async Task Who_becomes_an_administrator_may_and_who_is_none_any_more_is_refused()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { InFile = ["MlOpsBot:Teams:Administrators"] });
        var robin = bot.Teams.World.AddPerson("Robin");
        var channel = bot.Teams.World.AddChannel("General", robin);
        (await robin.SayAsync("tips access admins", channel)).Card!.Read().ShouldNotContain("let only");
        await bot.EditAsync(("MlOpsBot:Teams:Administrators", robin.AadObjectId));
        (await robin.SayAsync("tips access admins", channel)).Card!.Read().ShouldContain("let only");

        await bot.EditAsync(("MlOpsBot:Teams:Administrators", null));

        (await robin.SayAsync("tips access anyone", channel)).Card!.Read().ShouldNotContain("let ");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds())
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
