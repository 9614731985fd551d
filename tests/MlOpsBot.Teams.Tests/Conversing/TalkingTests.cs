using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

/// <summary>Tests in which people talk to a bot that each test has for itself.</summary>
public abstract class TalkingTests : IAsyncLifetime
{
    private protected TeamsBot Bot { get; private set; } = null!;

    private protected Person Robin => Bot.Teams.Robin;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Invokes have more time than Teams gives them: what is tested is what they come to.</summary>
    private protected virtual TeamsBotSettings Settings => new() { Teams = new FakeTeamsOptions { AnswerWithin = TimeSpan.FromSeconds(20) } };

    public async ValueTask InitializeAsync() => Bot = await TeamsBot.StartAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Bot.DisposeAsync();
    }
}
