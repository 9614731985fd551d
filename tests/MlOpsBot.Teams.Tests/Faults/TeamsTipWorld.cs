using System.Globalization;
using System.Text.Json;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>The fake Teams' channels as the tests of tips need them: known to the bot as if something had come from there.</summary>
internal sealed class TeamsTipWorld(FakeTeamsServer teams) : ITipWorld
{
    private readonly Dictionary<string, string> _names = [];
    private int _channels;

    public WorkspaceKey Workspace { get; } = new(TeamsPlace.Platform, teams.Options.TenantId);

    public bool HasHistory => false;

    public string Owner => teams.Robin.Id;

    public async Task<string> AddChannelAsync(Store store, bool isClosed)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"tips-{Interlocked.Increment(ref _channels):D5}");
        var chat = teams.World.AddChannel(name, teams.Robin);
        chat.HasBot = !isClosed;
        lock (_names)
        {
            _names[chat.Id] = name;
        }

        await KeepAsync(store, chat, chat.TeamId!);
        var personal = teams.World.Personal(teams.Robin);
        await KeepAsync(store, personal, teams.Robin.Id);
        return chat.Id;
    }

    public IReadOnlyList<(string? Delivery, string Message)> PostsIn(string channel)
        => [.. teams.World.BotPosts.Where(message => message.Conversation.Split(';')[0] == channel).Select(message => ((string?)null, message.Id))];

    public int ToldOf(string channel)
    {
        var personal = teams.World.Personal(teams.Robin).Id;
        return teams.World.BotPosts.Count(message => message.Conversation == personal && message.Read().Contains(_names[channel], StringComparison.Ordinal));
    }

    public string TellingOf(string channel, string day) => $"tips-stopped|{channel}|{day}";

    public void StaySilentOnce(bool isCarriedOut) => teams.Faults.Next("create", isCarriedOut ? Fault.LostAnswer : Fault.Silence);

    public Task StepAsync(string name) => teams.StepAsync(name, StepPoint.Answered);

    private Task<ConversationReference> KeepAsync(Store store, TeamsChat chat, string parent)
    {
        var place = new TeamsPlace(teams.Options.TenantId, teams.ServiceUrl, chat.Id, chat.Kind, teams.BotId)
        {
            Name = chat.Name,
            TeamId = chat.TeamId,
            ChannelId = chat.Kind == ConversationKind.Channel ? chat.Id : null,
        };
        return store.References.SaveAsync(
            new ConversationReference(Workspace, chat.Id, JsonSerializer.Serialize(place, TeamsWorkJson.Default.TeamsPlace)) { Parent = parent },
            TestContext.Current.CancellationToken);
    }
}
