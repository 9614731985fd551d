using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Recognizes a phase of the lifecycle: "the deployment phase", "stage of design".</summary>
internal sealed class PhaseWords(Lexicon lexicon)
{
    private readonly int[] _phase = lexicon.FindWords("phase", "stage", "step");
    // By the phase's number, -1 for one that no card or cue speaks of.
    private readonly int[] _names = [.. Enum.GetNames<Phase>().Select(name => lexicon.FindWord(name))];

    /// <summary>The phase that a question names, or null.</summary>
    public Phase? Find(Reading reading)
    {
        var (asked, named) = (false, -1);
        foreach (var id in reading.Ids)
        {
            if (id >= 0)
            {
                asked |= _phase.AsSpan().Contains(id);
                var place = _names.AsSpan().IndexOf(id);
                named = place >= 0 ? place : named;
            }
        }

        return asked && named >= 0 ? (Phase)named : null;
    }
}
