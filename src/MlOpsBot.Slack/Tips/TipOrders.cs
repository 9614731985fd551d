using MlOpsBot.Chat;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Slack.Tips;

/// <summary>Does what was typed after <c>/mlops tips</c>. Given up after a while; it may have been done by then.</summary>
/// <param name="command">The command.</param>
/// <param name="words">What follows <c>tips</c>.</param>
/// <param name="delivery">The id that the answer's buttons carry.</param>
/// <param name="cancellation">Gives up.</param>
public delegate Task<TipsSaid> OrderTips(SlashCommand command, string words, string delivery, CancellationToken cancellation);

/// <summary>What is said to a command about tips. Immutable.</summary>
/// <param name="Message">What.</param>
/// <param name="IsForAll">Whether everybody in the channel is to see it.</param>
public sealed record TipsSaid(SlackMessage Message, bool IsForAll);

/// <summary>Where orders about tips are given, whichever way they come. Thread-safe.</summary>
/// <param name="desk">Who takes them; null where tips are switched off in the configuration.</param>
/// <param name="api">Asked about people and channels.</param>
/// <param name="find">Finds the installation of a command.</param>
/// <param name="current">Who knows the cards.</param>
internal sealed class TipOrders(TipDesk? desk, SlackApi api, FindWorkspace find, CurrentAnswerer current)
{
    /// <summary>The order that only shows how things stand.</summary>
    public const string Status = "status";

    /// <summary>Instead of doing what was ordered.</summary>
    public static TipReply SwitchedOff { get; } = new("No tips here") { Lines = [TipLine.Of("Whoever runs me has switched tips off.")] };

    /// <summary>Who takes them; null where tips are switched off in the configuration.</summary>
    public TipDesk? Desk => desk;

    /// <summary>Somebody in a channel.</summary>
    public ITipActor ActorOf(WorkspaceAccess access, SlackActor actor, string channel) => new SlackTipActor(api, access, actor, channel);

    /// <summary>The same with people's names in the place of mentions, which would call them: for what others see and nobody changed anything by.</summary>
    public async Task<TipReply> NamedAsync(WorkspaceAccess access, TipReply said, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in said.Lines.SelectMany(line => line.Parts).Where(part => part.IsPerson).Select(part => part.Text).Distinct(StringComparer.Ordinal))
        {
            names[user] = (await api.UserAsync(access, user, cancellation)).Value?.Name ?? TipText.Somebody.ToLowerInvariant();
        }

        return names.Count == 0 ? said : said with { Lines = [.. said.Lines.Select(line => new TipLine([.. line.Parts.Select(Named)]))] };

        TipPart Named(TipPart part) => part.IsPerson ? part with { Text = names[part.Text], IsPerson = false } : part;
    }

    /// <summary>Does what was typed after <c>/mlops tips</c>.</summary>
    public async Task<TipsSaid> OrderAsync(SlashCommand command, string words, string delivery, CancellationToken cancellation)
    {
        if (await find(command.TeamId, command.EnterpriseId, cancellation) is not { } access)
        {
            return new TipsSaid(Rendering.Notes.Failed, IsForAll: false);
        }

        var said = desk is null
            ? SwitchedOff
            : await desk.OrderAsync(ActorOf(access, new SlackActor(command.UserId), command.ChannelId), words, cancellation);
        return new TipsSaid(TipMessages.Reply(said, current(), delivery), said.IsChange);
    }
}
