using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MlOpsBot.Evaluation;

/// <summary>How well a set of questions was answered.</summary>
/// <param name="OnTopic">Questions that expect a card.</param>
/// <param name="OffTopic">Questions that must be abstained from.</param>
/// <param name="Kinds">The same by kind: those with a card first, then by name.</param>
/// <param name="Misses">Everything that was answered wrongly, in the order of the files.</param>
/// <param name="MedianMicroseconds">Median time from question to answer.</param>
/// <param name="Typos">The on-topic questions with typos, where that was asked for.</param>
public sealed record EvaluationReport(
    Tally OnTopic,
    Tally OffTopic,
    ImmutableArray<KindTally> Kinds,
    ImmutableArray<Miss> Misses,
    double MedianMicroseconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TypoReport? Typos);

/// <summary>How many of how many.</summary>
/// <param name="Total">Questions asked.</param>
/// <param name="Right">Questions answered rightly; for off-topic ones, abstained from.</param>
/// <param name="AskedBack">Of the right ones, how many the bot answered by offering a choice.</param>
public sealed record Tally(int Total, int Right, int AskedBack)
{
    /// <summary>Share of right ones, 0 to 1, in ten-thousandths; 0 of no questions.</summary>
    public double Share => Total == 0 ? 0 : Math.Round((double)Right / Total, 4);
}

/// <summary>The tally of one kind of question.</summary>
/// <param name="Kind">As the files name it.</param>
/// <param name="ExpectsCard">Whether its questions expect a card.</param>
/// <param name="Tally">How many of how many.</param>
public sealed record KindTally(string Kind, bool ExpectsCard, Tally Tally);

/// <summary>A question that was answered wrongly.</summary>
/// <param name="Id">Its id, or file and line.</param>
/// <param name="Question">As it was asked, with typos where there were.</param>
/// <param name="Expected">What would have been right; empty for "abstain".</param>
/// <param name="Kind">Kind of the answer given.</param>
/// <param name="Got">Cards of the answer given.</param>
/// <param name="Confidence">How sure the bot was, 0 to 1.</param>
public sealed record Miss(string Id, string Question, ImmutableArray<string> Expected, string Kind, ImmutableArray<string> Got, double Confidence);

/// <summary>What typos cost.</summary>
/// <param name="Seed">Seed of the typos.</param>
/// <param name="OnTopic">The on-topic questions with typos.</param>
/// <param name="Kinds">The same by kind.</param>
/// <param name="Misses">Questions that are answered rightly without the typos only.</param>
public sealed record TypoReport(int Seed, Tally OnTopic, ImmutableArray<KindTally> Kinds, ImmutableArray<Miss> Misses);
