using System.Collections.Immutable;

namespace MlOpsBot.Knowledge;

/// <summary>The three things a card can be about.</summary>
public enum CardKind
{
    /// <summary>Who: a role in a machine-learning organization.</summary>
    Role,

    /// <summary>What is owned: a duty with a leading role and supporting ones.</summary>
    Activity,

    /// <summary>An idea: what MLOps is, its phases, its teams.</summary>
    Topic,
}

/// <summary>The group that the sources put a role into.</summary>
public enum RoleCategory
{
    /// <summary>Sets goals, budget and domain knowledge.</summary>
    Business,

    /// <summary>Handles data, models and their operation.</summary>
    Technical,

    /// <summary>Joins in where a project or a company needs it.</summary>
    Additional,
}

/// <summary>The phases of the machine-learning lifecycle, in their order.</summary>
public enum Phase
{
    /// <summary>Context, added value, requirements, key metrics, data processing.</summary>
    Design,

    /// <summary>Experiments with data, algorithms and hyperparameters until a model is ready.</summary>
    Development,

    /// <summary>Integration into the business, production and monitoring.</summary>
    Deployment,
}

/// <summary>What every card has: a slug, names to be found by, and a sentence that sums it up. Immutable.</summary>
public abstract record Card
{
    /// <summary>The card's id: its file name without ending. Lower case, digits and hyphens.</summary>
    public required string Slug { get; init; }

    /// <summary>The name as a reader sees it: "Data Engineer", "Model monitoring".</summary>
    public required string Name { get; init; }

    /// <summary>Other full names for the same thing. No two cards may claim the same one.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Phrases people use when they ask for this card without naming it; they help to find it and are never shown.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>The phases of the lifecycle that it belongs to, in order; empty where no source says.</summary>
    public ImmutableArray<Phase> Phases { get; init; } = [];

    /// <summary>One sentence that answers "what is it?".</summary>
    public required Statement Summary { get; init; }

    /// <summary>The file the card was read from.</summary>
    public required FileLocation Location { get; init; }

    /// <summary>What the card is about.</summary>
    public abstract CardKind Kind { get; }
}

/// <summary>Who: one file of <c>roles/</c>.</summary>
public sealed record RoleCard : Card
{
    /// <inheritdoc/>
    public override CardKind Kind => CardKind.Role;

    /// <summary>Short forms that people type: "DE", "MLE". Unlike an alias, two roles may share one; the question then stays open between them.</summary>
    public ImmutableArray<string> Abbreviations { get; init; } = [];

    /// <summary>The group that the sources put the role into.</summary>
    public required RoleCategory Category { get; init; }

    /// <summary>What the role does, most telling first.</summary>
    public ImmutableArray<Statement> Responsibilities { get; init; } = [];

    /// <summary>What one has to know or be good at for the role.</summary>
    public ImmutableArray<Statement> Skills { get; init; } = [];

    /// <summary>The roles it works with, and on what.</summary>
    public ImmutableArray<RoleStatement> WorksWith { get; init; } = [];

    /// <summary>The roles that take over from it, and what they take over.</summary>
    public ImmutableArray<RoleStatement> HandsOverTo { get; init; } = [];

    /// <summary>How it differs from neighbouring roles; read in both directions.</summary>
    public ImmutableArray<RoleStatement> DiffersFrom { get; init; } = [];

    /// <summary>How the role changes between a start-up and a large enterprise.</summary>
    public ImmutableArray<Statement> StartupVersusEnterprise { get; init; } = [];
}

/// <summary>What is owned: one file of <c>activities/</c>.</summary>
public sealed record ActivityCard : Card
{
    /// <inheritdoc/>
    public override CardKind Kind => CardKind.Activity;

    /// <summary>The one role that leads, with what it does for the activity.</summary>
    public required RoleStatement Lead { get; init; }

    /// <summary>The roles that help, each with what it does, most important first.</summary>
    public ImmutableArray<RoleStatement> Supporting { get; init; } = [];

    /// <summary>Where the sources give the activity to different roles: what each of them says. Empty where they agree.</summary>
    public ImmutableArray<Statement> Disagreement { get; init; } = [];

    /// <summary>What belongs to the activity.</summary>
    public ImmutableArray<Statement> Details { get; init; } = [];
}

/// <summary>A titled part of a topic.</summary>
/// <param name="Title">The heading as the file has it.</param>
/// <param name="Statements">What it says, in order.</param>
public sealed record TopicSection(string Title, ImmutableArray<Statement> Statements);

/// <summary>An idea: one file of <c>topics/</c>.</summary>
public sealed record TopicCard : Card
{
    /// <inheritdoc/>
    public override CardKind Kind => CardKind.Topic;

    /// <summary>The body of the card, by heading.</summary>
    public ImmutableArray<TopicSection> Sections { get; init; } = [];

    /// <summary>Slugs of the roles that the topic is about, in the order a list of them should have.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];
}
