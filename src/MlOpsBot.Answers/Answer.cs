using System.Collections.Immutable;

namespace MlOpsBot.Answers;

/// <summary>What sort of answer it is; fixed by contract.</summary>
public enum AnswerKind
{
    /// <summary>A role's card, or one section of it.</summary>
    Role,

    /// <summary>Who leads an activity, and who supports.</summary>
    Owner,

    /// <summary>Two roles side by side.</summary>
    Comparison,

    /// <summary>A topic's card.</summary>
    Topic,

    /// <summary>Several roles, with the topic that carries the list where there is one.</summary>
    List,

    /// <summary>Two readings are close: the candidates to choose from.</summary>
    Clarify,

    /// <summary>It does not know.</summary>
    None,

    /// <summary>What it can be asked; also the answer to greetings and thanks.</summary>
    Help,
}

/// <summary>
/// The answer to one question: a plain record, the same for every channel. Renderers turn it into
/// Block Kit, Adaptive Cards, HTML or plain text. Immutable.
/// </summary>
public sealed record Answer
{
    /// <summary>What sort of answer it is.</summary>
    public required AnswerKind Kind { get; init; }

    /// <summary>Slugs, best first, as the contract of the answer JSON has them.</summary>
    public ImmutableArray<string> Cards { get; init; } = [];

    /// <summary>Slug of the activity that an owner answer is about, else null.</summary>
    public string? Activity { get; init; }

    /// <summary>The section of a role that was asked for ("skills", "works-with", …), else null.</summary>
    public string? Section { get; init; }

    /// <summary>How sure it is, 0 to 1: the share of the question's weight that evidence covers. 0 for <see cref="AnswerKind.None"/> and <see cref="AnswerKind.Help"/>.</summary>
    public double Confidence { get; init; }

    /// <summary>
    /// What opens this very answer again, for <see cref="Answerer.Open"/>: what a button or a shared copy carries. Null where nothing
    /// does, which is the case for <see cref="AnswerKind.None"/> and <see cref="AnswerKind.Clarify"/> alone.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>A heading for the card.</summary>
    public required string Title { get; init; }

    /// <summary>The sentence that answers first, plain text: what a notification shows.</summary>
    public required string Lead { get; init; }

    /// <summary>Numbers into <see cref="Sources"/>, counted from 1, of what <see cref="Lead"/> says; empty where it states nothing or sums up what follows.</summary>
    public ImmutableArray<int> LeadSources { get; init; } = [];

    /// <summary>The reader's own people for an owner or role answer: who to ask here. Null where the answer names no holder.</summary>
    public HolderNote? Holder { get; init; }

    /// <summary>The body, in order.</summary>
    public ImmutableArray<AnswerBlock> Blocks { get; init; } = [];

    /// <summary>The table of a comparison, else null.</summary>
    public ComparisonTable? Comparison { get; init; }

    /// <summary>The sources cited, numbered from 1 in this order by <see cref="AnswerLine.Sources"/>.</summary>
    public ImmutableArray<CitedSource> Sources { get; init; } = [];

    /// <summary>What to ask next, as buttons.</summary>
    public ImmutableArray<FollowUp> FollowUps { get; init; } = [];

    /// <summary>The whole answer as plain text, for notifications, screen readers and terminals.</summary>
    public required string Text { get; init; }

    /// <summary>Version of the knowledge that the answer was made from.</summary>
    public required string KnowledgeVersion { get; init; }
}

/// <summary>A source that an answer cites.</summary>
/// <param name="Id">Id in <c>sources.yaml</c>.</param>
/// <param name="Citation">Title, author and date in one line.</param>
/// <param name="File">File name of the document.</param>
public sealed record CitedSource(string Id, string Citation, string File);

/// <summary>Part of an answer's body.</summary>
/// <param name="Heading">Heading, or null for none.</param>
/// <param name="Lines">Its lines; renderers show them as a list where there are several.</param>
public sealed record AnswerBlock(string? Heading, ImmutableArray<AnswerLine> Lines);

/// <summary>One line of an answer.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Card">Slug of the card that the line is about and can open, or null.</param>
/// <param name="Label">The card's name where <paramref name="Card"/> is set: shown before the text.</param>
/// <param name="Sources">Numbers into <see cref="Answer.Sources"/>, counted from 1; empty for lines that state nothing (counts, hints).</param>
public sealed record AnswerLine(string Text, string? Card, string? Label, ImmutableArray<int> Sources);

/// <summary>Who holds the role or the activity in the reader's own company.</summary>
/// <param name="Card">Slug of the role or activity.</param>
/// <param name="Entry">The overlay's entry, or null where nobody is entered yet.</param>
/// <param name="IsStale">Whether the entry's review date has passed.</param>
/// <param name="Text">The note as a sentence; where nobody is entered, it says how to enter somebody.</param>
public sealed record HolderNote(string Card, Knowledge.Holding? Entry, bool IsStale, string Text);

/// <summary>Two roles side by side.</summary>
/// <param name="Left">Slug of the first role.</param>
/// <param name="Right">Slug of the second role.</param>
/// <param name="LeftName">Its name.</param>
/// <param name="RightName">Its name.</param>
/// <param name="Rows">Aspect by aspect: focus, responsibilities, skills, phases, …</param>
public sealed record ComparisonTable(string Left, string Right, string LeftName, string RightName, ImmutableArray<ComparisonRow> Rows);

/// <summary>One aspect of a comparison.</summary>
/// <param name="Aspect">"Focus", "Skills", …</param>
/// <param name="Left">What holds for the first role, plain text.</param>
/// <param name="Right">What holds for the second role, plain text.</param>
/// <param name="Sources">Numbers into <see cref="Answer.Sources"/>, counted from 1.</param>
public sealed record ComparisonRow(string Aspect, string Left, string Right, ImmutableArray<int> Sources);

/// <summary>Something to ask next.</summary>
/// <param name="Label">What the button says, at most 75 characters (Slack's limit for a button).</param>
/// <param name="Target">What it opens, for <see cref="Answerer.Open"/>: "role:data-engineer", "role:data-engineer#skills", "owner:model-monitoring", "compare:a:b", "topic:what-is-mlops", "list:roles", "list:technical", "help".</param>
public sealed record FollowUp(string Label, string Target);
