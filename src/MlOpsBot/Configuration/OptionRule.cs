namespace MlOpsBot.Configuration;

/// <summary>Whether an option takes effect while the bot runs, and how. Immutable.</summary>
/// <param name="Name">The option's full name.</param>
/// <param name="Of">What it says, so that two that say the same are equal.</param>
internal sealed record OptionRule(string Name, Func<BotOptions, object?> Of)
{
    /// <summary>The first options with what the second say of it; null for an option that is read at the start alone.</summary>
    public Func<BotOptions, BotOptions, BotOptions>? Take { get; init; }

    /// <summary>Whether it can take effect now, by what is in effect and what is wanted; where not, it waits for the next start.</summary>
    public Func<BotOptions, BotOptions, bool> CanTake { get; init; } = static (_, _) => true;

    /// <summary>What an operator is told beside "at once": under which condition; null for none.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether it can take effect without a restart.</summary>
    public bool IsReloadable => Take is not null;

    /// <summary>The same, at once under a condition alone.</summary>
    public OptionRule When(Func<BotOptions, BotOptions, bool> canTake, string condition) => this with { CanTake = canTake, Condition = condition };
}
