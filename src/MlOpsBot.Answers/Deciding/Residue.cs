using System.Runtime.InteropServices;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Deciding;

/// <summary>What a question says beyond the roles it names and the shape it is asked in.</summary>
/// <param name="Content">Words that say something.</param>
/// <param name="Foreign">Those of them that no card says.</param>
/// <param name="Supported">Those of them that the named role's card says.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Residue(int Content, int Foreign, int Supported)
{
    private const Cue Shape = Cue.Work | Cue.Grade | Cue.Who | Cue.Own | Cue.Ask | Cue.About | Cue.Pronoun | Cue.List | Cue.Help | Cue.Greet | Cue.Thanks
        | Cue.Compare | Cue.Skills | Cue.Salary | Cue.Career | Cue.WorksWith | Cue.HandsOver | Cue.Together | Cue.Startup | Cue.Reason | Cue.Ordinal;

    /// <summary>Sums up the words outside mentions.</summary>
    /// <param name="reading">The question.</param>
    /// <param name="retriever">The cards.</param>
    /// <param name="card">The named role's card, or -1.</param>
    public static Residue Of(Reading reading, CardRetriever retriever, int card)
    {
        var (content, foreign, supported) = (0, 0, 0);
        foreach (ref readonly var word in reading.Words)
        {
            if (word.Mention >= 0 || !word.IsContent || word.Has(Shape))
            {
                continue;
            }

            content++;
            if (word.Id < 0 || !retriever.IsSaid(word.Id))
            {
                foreign++;
            }
            else if (card >= 0 && (retriever[card].Says(word.Id) || retriever[card].IsAskedBy(word.Id)))
            {
                supported++;
            }
        }

        return new Residue(content, foreign, supported);
    }
}
