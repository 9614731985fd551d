using MlOpsBot.Answers;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>How the Home tab is shown. Immutable.</summary>
/// <param name="Answerer">Who answers now.</param>
/// <param name="Today">The reader's date, to mark stale entries and to choose the tip.</param>
public sealed record HomeSetting(Answerer Answerer, DateOnly Today)
{
    /// <summary>What changed in the knowledge lately (<see cref="KnowledgeNews"/>); null where nothing is known of that.</summary>
    public KnowledgeChange? Change { get; init; }

    /// <summary>Whether there are tips a day.</summary>
    public bool HasTips { get; init; }
}

/// <summary>
/// Writes the Home tab: what to ask, the roles by category and phase, the organization's people, what is new. However large the
/// knowledge is, it shows what fits and says how to see the rest. Thread-safe.
/// </summary>
public static class HomeRenderer
{
    /// <summary>The Home tab.</summary>
    public static SlackView Home(HomeSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new SlackView(SlackViewKind.Home, "Home", new HomeComposer(setting).Compose());
    }
}
