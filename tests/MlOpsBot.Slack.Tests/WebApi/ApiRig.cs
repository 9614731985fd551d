using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>The Web API's client, set up to call some address.</summary>
internal sealed class ApiRig : IDisposable
{
    public const string Token = "xoxb-the-token-that-nobody-may-see";

    private readonly LogLines _lines = new();
    private readonly LoggerFactory _log;

    public ApiRig(Uri apiUrl, TimeProvider? time = null, WorkspaceAccess? access = null)
    {
        _log = new LoggerFactory([_lines]);
        Limiter = new CallLimiter(time ?? TimeProvider.System);
        Api = new SlackApi(new SlackOptions { ApiUrl = apiUrl }, Limiter, time ?? TimeProvider.System, _log.CreateLogger<SlackApi>());
        Access = access ?? new WorkspaceAccess(new WorkspaceKey("slack", "T1"), new Secret(Token), "UBOT", "BBOT");
    }

    public CallLimiter Limiter { get; }

    public SlackApi Api { get; }

    public WorkspaceAccess Access { get; }

    public string LogText => string.Join('\n', _lines.All);

    public static SlackMessage Message { get; } = new("Who owns it?", ImmutableArray<Block>.Empty);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A post: not to be repeated blindly.</summary>
    public Task<CallResult<string>> PostAsync(string channel = "C1") => Api.PostMessageAsync(Access, channel, null, Message, "d1", Stop);

    /// <summary>A call that may be repeated.</summary>
    public Task<CallResult<SlackUser>> UserAsync() => Api.UserAsync(Access, "U1", Stop);

    public Task<CallResult<bool>> RespondAsync(string url, ResponseMode mode = ResponseMode.Private)
        => Api.RespondAsync(url, mode, mode == ResponseMode.Delete ? null : Message, null, Stop);

    public void Dispose()
    {
        Api.Dispose();
        _log.Dispose();
    }
}
