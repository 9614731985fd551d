using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>The fake Slack's channels as the tests of tips need them.</summary>
internal sealed class SlackTipWorld(FakeSlackServer slack) : ITipWorld
{
    private int _channels;

    public WorkspaceKey Workspace { get; } = new("slack", slack.Acme.Id);

    public bool HasHistory => true;

    public string Owner => slack.Robin.Id;

    public Task<string> AddChannelAsync(Store store, bool isClosed)
    {
        var channel = slack.Acme.AddChannel($"tips-{Interlocked.Increment(ref _channels)}", PlaceKind.Public, withBot: true, slack.Robin);
        channel.IsArchived = isClosed;
        return Task.FromResult(channel.Id);
    }

    public IReadOnlyList<(string? Delivery, string Message)> PostsIn(string channel)
    {
        var place = slack.World.FindChannel(channel)!;
        lock (slack.World.Gate)
        {
            return [.. place.Messages.Where(message => message.IsFromBot).Select(message => (message.DeliveryId, message.Ts))];
        }
    }

    public int ToldOf(string channel)
    {
        var direct = slack.World.Direct(slack.Robin);
        lock (slack.World.Gate)
        {
            return direct.Messages.Count(message => message.IsFromBot && (message.Text + message.Blocks).Contains(channel, StringComparison.Ordinal));
        }
    }

    public string TellingOf(string channel, string day) => $"{TipsStopped.Kind}:{channel}:{day}";

    public void StaySilentOnce(bool isCarriedOut) => slack.Faults.Next("chat.postMessage", isCarriedOut ? Fault.LostAnswer : Fault.Silence);

    public Task StepAsync(string name) => slack.StepAsync(name, StepPoint.Answered);
}
