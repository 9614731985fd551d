using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>Says to whoever ordered tips that nothing can be posted any more, why, and what to do.</summary>
internal static class StoppedTips
{
    private const int MostOfName = 120;

    /// <summary>The words.</summary>
    /// <param name="place">Where nothing can be posted; null where that is no longer known.</param>
    /// <param name="reason">Teams' word for it.</param>
    public static ToldMessage Say(TeamsPlace? place, string reason)
    {
        var (why, todo) = Reason(reason);
        return new ToldMessage(
            "Tips have stopped",
            [
                [new ToldPart("I can no longer post the role tips that you switched on in ", false), new ToldPart(Name(place), place?.Name is not null), new ToldPart($": {why}.", false)],
                [new ToldPart(todo, false)],
            ]);
    }

    /// <summary>Why nothing can be posted somewhere, and what to do, in a sentence or two.</summary>
    public static string Explain(string reason)
    {
        var (why, todo) = Reason(reason);
        return $"{char.ToUpperInvariant(why[0])}{why[1..]}. {todo}";
    }

    private static string Name(TeamsPlace? place) => place switch
    {
        { Name: { } name, TeamName: { } team } => $"{Fit.Within(name, MostOfName)} of {Fit.Within(team, MostOfName)}",
        { Name: { } name } => Fit.Within(name, MostOfName),
        { TeamName: { } team } => $"a channel of {Fit.Within(team, MostOfName)}",
        { Kind: ConversationKind.Group } => "a group chat",
        { Kind: ConversationKind.Personal } => "a personal chat",
        _ => "a channel",
    };

    private static (string Why, string ToDo) Reason(string reason) => reason switch
    {
        "BotNotInConversationRoster" or "BotIsNotInstalled" or "removed" => ("the app was removed there", "When it is added again, the tips go on as they were."),
        "MessageWritesBlocked" or "BotBlockedByUser" => ("somebody has blocked my messages", "Once that is undone, write to me there, and the tips go on as they were."),
        "BotDisabledByAdmin" => ("an administrator has switched the app off", "Once it is on again, write to me there, and the tips go on as they were."),
        "team_archived" => ("the team was archived", "When it is restored, the tips go on as they were."),
        "channel_deleted" or "ConversationNotFound" or "NotFound" or "http_404" or "http_410" => ("it was deleted", "If it is restored, write to me there, and the tips go on as they were."),
        _ => ($"Teams lets me post nothing there ({Fit.Within(reason, 60)})", "When that changes, write to me there, and the tips go on as they were."),
    };
}
