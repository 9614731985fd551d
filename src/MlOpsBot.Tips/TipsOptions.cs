using System.Collections.Immutable;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips;

/// <summary>Who may change a channel's tips.</summary>
public enum TipAccess
{
    /// <summary>Every full member who is in the channel; never guests or people of other workspaces.</summary>
    Anyone,

    /// <summary>Who made the channel or the subscription, and the workspace's administrators.</summary>
    Administrators,
}

/// <summary>How tips are posted. Immutable; checked at start.</summary>
public sealed record TipsOptions
{
    /// <summary>Whether tips are posted and can be ordered. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How late is no downtime yet: the spread and a busy minute take their time.</summary>
    public static TimeSpan Punctual { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How late a tip may be posted after a downtime; later it is skipped, and said. 0 to 24 hours. Default 3 hours.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How late a tip may be posted at all: <see cref="CatchUp"/>, and not less than <see cref="Punctual"/>.</summary>
    public TimeSpan Latest => CatchUp > Punctual ? CatchUp : Punctual;

    /// <summary>Over how long the posts of one moment are spread. 0 to 59 seconds. Default 45 seconds.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Files of holidays, <c>.ics</c> or lists of dates; full paths. Empty: none.</summary>
    public ImmutableArray<string> Holidays { get; init; } = [];

    /// <summary>When tips come where nobody says when; its zone counts where nobody's own is known.</summary>
    public TipSchedule Default { get; init; } = TipSchedule.Default;

    /// <summary>Who may change a channel's tips, where a workspace has no rule of its own. Default <see cref="TipAccess.Anyone"/>.</summary>
    public TipAccess WhoMayChange { get; init; } = TipAccess.Anyone;

    /// <summary>How many tips of a platform are posted at once by this replica. 1 to 256. Default 64.</summary>
    public int Workers { get; init; } = 64;

    /// <summary>For how long a replica may fall silent before others take over what it was posting. 2 seconds to 10 minutes. Default 60 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);
}
