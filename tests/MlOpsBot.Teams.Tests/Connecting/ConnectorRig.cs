using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>The connector's client, with tokens that are counted, set up to call some address.</summary>
internal sealed class ConnectorRig : IDisposable
{
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _log;
    private int _fetched;

    public ConnectorRig(Uri service, TimeProvider? time = null, TeamsOptions? options = null, Func<int, LoginAnswer>? login = null, bool usesAzure = false)
    {
        time ??= TimeProvider.System;
        options ??= new TeamsOptions { AppId = "app", TenantId = "tenant", ServiceHosts = [service.Authority] };
        _log = new LoggerFactory([_lines]);
        login ??= number => new LoginAnswer(new FetchedToken($"secret-token-{number}", time.GetUtcNow() + TimeSpan.FromHours(1), null), null);
        Tokens = usesAzure
            ? new AppTokens(options, time, _log.CreateLogger<AppTokens>())
            : new AppTokens(options, time, _log.CreateLogger<AppTokens>(), _ => Task.FromResult(login(Interlocked.Increment(ref _fetched))));
        Limiter = new CallLimiter(time);
        Connector = new TeamsConnector(new ServiceAddresses(options), Tokens, Limiter, time, _log.CreateLogger<TeamsConnector>());
        Place = new TeamsPlace("tenant", new Uri(service, "amer/").AbsoluteUri, "19:abc@thread.tacv2;messageid=17", ConversationKind.Channel, "28:app")
        {
            BotName = "MlOpsBot",
            ChannelId = "19:abc@thread.tacv2",
        };
    }

    public static TeamsMessage Message { get; } = new("Who owns it", null) { Text = "the words of an answer" };

    public TeamsConnector Connector { get; }

    public AppTokens Tokens { get; }

    public CallLimiter Limiter { get; }

    public TeamsPlace Place { get; set; }

    public int Fetched => Volatile.Read(ref _fetched);

    public string LogText => string.Join('\n', _lines.All);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<CallResult<string?>> PostAsync(string? replyToId = null) => Connector.PostAsync(Place, Message, replyToId, Stop);

    public Task<CallResult<bool>> UpdateAsync(string id = "1:a") => Connector.UpdateAsync(Place, id, Message, Stop);

    public Task<CallResult<bool>> DeleteAsync(string id = "1:a") => Connector.DeleteAsync(Place, id, Stop);

    public Task<CallResult<bool>> TypingAsync() => Connector.TypingAsync(Place, Stop);

    public Task<CallResult<NewThread>> CreateAsync() => Connector.PostToChannelAsync(Place, Message, Stop);

    public void Dispose()
    {
        Connector.Dispose();
        _log.Dispose();
    }
}
