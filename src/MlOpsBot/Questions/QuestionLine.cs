using System.Collections.Immutable;

namespace MlOpsBot.Questions;

/// <summary>One question of a question file.</summary>
/// <param name="Id">Its id, or null.</param>
/// <param name="Text">The question.</param>
/// <param name="Expect">Slugs of which the first card has to be one, or "compare:a:b"; empty where the question must be abstained from.</param>
/// <param name="Kind">The group that it is counted in, or null.</param>
/// <param name="Line">Line in the file, counted from 1.</param>
public sealed record QuestionLine(string? Id, string Text, ImmutableArray<string> Expect, string? Kind, int Line)
{
    /// <summary>The section that the answer has to name, or null where any will do.</summary>
    public string? Section { get; init; }

    /// <summary>Whether it goes on with the conversation that the question before it began.</summary>
    public bool GoesOn { get; init; }
}

/// <summary>What was read: a question, or what is wrong with a line.</summary>
/// <param name="Question">The question, or null.</param>
/// <param name="Fault">"line 3: …" with the remedy, or null.</param>
public readonly record struct QuestionLineRead(QuestionLine? Question, string? Fault);
