using System.Runtime.InteropServices;

namespace MlOpsBot.Answers.Deciding;

/// <summary>What was decided, before it is written out.</summary>
/// <param name="Answer">The answer as the book has it.</param>
/// <param name="Confidence">Share of the question that evidence covers, 0 to 1.</param>
/// <param name="Rule">The rule that decided, as a sentence.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Decision(Answer Answer, float Confidence, string Rule);
