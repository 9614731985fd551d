namespace MlOpsBot.Slack.SocketMode;

/// <summary>Something that happened to a link. Immutable.</summary>
/// <param name="Link">The link's number.</param>
internal abstract record LinkNews(int Link);

/// <summary>Slack greeted: the link serves.</summary>
/// <param name="Link">The link's number.</param>
/// <param name="Connections">How many links of this app Slack counts, this one included; null if it does not say.</param>
/// <param name="Life">How long Slack says that links live; null if it does not say.</param>
internal sealed record LinkGreeted(int Link, int? Connections, TimeSpan? Life) : LinkNews(Link);

/// <summary>A message came.</summary>
/// <param name="Link">The link's number.</param>
internal sealed record LinkHeard(int Link) : LinkNews(Link);

/// <summary>Slack wants the link gone.</summary>
/// <param name="Link">The link's number.</param>
/// <param name="Reason">Slack's word for why.</param>
internal sealed record LinkUnwanted(int Link, string Reason) : LinkNews(Link);

/// <summary>The link is no more, and its socket is closed. The last news of every link, and it comes for every link.</summary>
/// <param name="Link">The link's number.</param>
/// <param name="End">What to make of it.</param>
/// <param name="Reason">Why, for the log; no address, no token.</param>
/// <param name="Wait">How long to wait at least before the next one.</param>
internal sealed record LinkEnded(int Link, LinkEnd End, string Reason, TimeSpan Wait = default) : LinkNews(Link);

/// <summary>Links are to be asked for with another token from now on; news of no link in particular.</summary>
internal sealed record TokenReplaced() : LinkNews(0);

/// <summary>What to make of the end of a link.</summary>
internal enum LinkEnd
{
    /// <summary>It broke, was closed, or could not be made: another one may do better.</summary>
    Broken,

    /// <summary>Slack refuses to give this app a link: an operator has to help.</summary>
    Refused,
}

/// <summary>What is to be done to a link.</summary>
internal enum LinkOrderKind
{
    /// <summary>Make it.</summary>
    Open,

    /// <summary>Acknowledge what is under way, then close it.</summary>
    Leave,

    /// <summary>Cut it now.</summary>
    Drop,
}

/// <summary>Something to be done to a link. Immutable.</summary>
/// <param name="Kind">What.</param>
/// <param name="Link">The link's number.</param>
internal readonly record struct LinkOrder(LinkOrderKind Kind, int Link);
