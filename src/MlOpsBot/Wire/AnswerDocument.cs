using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MlOpsBot.Answers;

namespace MlOpsBot.Wire;

/// <summary>
/// An answer as other programs read it: the fields of the contract in their order, then, over HTTP only, what a page needs
/// to show it whole. Fields may be added at the end; none is renamed, moved or dropped.
/// </summary>
public sealed record AnswerDocument
{
    /// <summary>Id of the question where it came with one.</summary>
    public string? Id { get; init; }

    /// <summary>The question as it was asked.</summary>
    public required string Question { get; init; }

    /// <summary>role, owner, comparison, topic, list, clarify, none or help.</summary>
    public required string Kind { get; init; }

    /// <summary>Slugs, best first.</summary>
    public required ImmutableArray<string> Cards { get; init; }

    /// <summary>Slug of the activity of an owner answer.</summary>
    public string? Activity { get; init; }

    /// <summary>Section of a role that was asked for.</summary>
    public string? Section { get; init; }

    /// <summary>0 to 1, in thousandths.</summary>
    public required double Confidence { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>The whole answer as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>Citations in the order of their numbers.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>What to ask next.</summary>
    public required ImmutableArray<FollowUp> FollowUps { get; init; }

    /// <summary>Time from question to answer, in microseconds: the answering alone, without reading knowledge or writing JSON.</summary>
    public required long TookMicroseconds { get; init; }

    /// <summary>What to send with the next question of the same conversation. This field and those below come over HTTP alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Conversation { get; init; }

    /// <summary>The sentence that answers first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lead { get; init; }

    /// <summary>Who holds it in the reader's own company.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HolderDocument? Holder { get; init; }

    /// <summary>The body.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AnswerBlock>? Blocks { get; init; }

    /// <summary>The table of a comparison.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComparisonTable? Comparison { get; init; }

    /// <summary>The sources with their ids and files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CitedSource>? Citations { get; init; }

    /// <summary>How the answer came about, where that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Explanation? Explanation { get; init; }

    /// <summary>Version of the knowledge it was made from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KnowledgeVersion { get; init; }

    /// <summary>The answer with the fields of the contract and no more.</summary>
    /// <param name="id">Id of the question, or null.</param>
    /// <param name="question">The question as it was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="took">How long answering took.</param>
    public static AnswerDocument Contract(string? id, string question, Answer answer, TimeSpan took) => new()
    {
        Id = id,
        Question = question,
        Kind = answer.Kind.Name(),
        Cards = answer.Cards,
        Activity = answer.Activity,
        Section = answer.Section,
        Confidence = Math.Round(answer.Confidence, 3),
        Title = answer.Title,
        Text = answer.Text,
        Sources = [.. answer.Sources.Select(source => source.Citation)],
        FollowUps = answer.FollowUps,
        TookMicroseconds = (long)Math.Round(took.TotalMicroseconds),
    };

    /// <summary>The answer with all that <c>POST /api/ask</c> gives.</summary>
    public static AnswerDocument Whole(string question, Answer answer, TimeSpan took, string conversation, Explanation? explanation) =>
        Contract(null, question, answer, took) with
        {
            Conversation = conversation,
            Lead = answer.Lead,
            Holder = answer.Holder is { } holder ? HolderDocument.From(holder) : null,
            Blocks = answer.Blocks,
            Comparison = answer.Comparison,
            Citations = answer.Sources,
            Explanation = explanation,
            KnowledgeVersion = answer.KnowledgeVersion,
        };
}

/// <summary>Who holds a role or an activity, as JSON.</summary>
/// <param name="Card">Slug of the role or activity.</param>
/// <param name="Text">The note as a sentence.</param>
/// <param name="IsEntered">Whether anybody is entered.</param>
/// <param name="IsStale">Whether the entry's review date has passed.</param>
/// <param name="People">Names of the holders.</param>
/// <param name="Deputy">Name of the deputy.</param>
/// <param name="Team">Name of the team.</param>
/// <param name="Channel">The channel to ask in.</param>
public sealed record HolderDocument(
    string Card, string Text, bool IsEntered, bool IsStale, ImmutableArray<string> People, string? Deputy, string? Team, string? Channel)
{
    /// <summary>Takes what a page shows out of a note.</summary>
    public static HolderDocument From(HolderNote note) => new(
        note.Card,
        note.Text,
        note.Entry is not null,
        note.IsStale,
        note.Entry is { } entry ? [.. entry.People.Select(person => person.Name)] : [],
        note.Entry?.Deputy?.Name,
        note.Entry?.Team,
        note.Entry?.Channel);
}
