using System.Collections.Immutable;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Writes down how an answer came about.</summary>
internal static class Account
{
    private const int MostCandidates = 6;
    private const int MostParts = 4;

    private static readonly Cue[] Shapes =
    [
        Cue.Who, Cue.Ask, Cue.Own, Cue.Compare, Cue.Together, Cue.WorksWith, Cue.HandsOver, Cue.Skills, Cue.Salary, Cue.Career,
        Cue.Startup, Cue.List, Cue.Team, Cue.Business, Cue.Technical, Cue.Work, Cue.HowTo, Cue.Off, Cue.More, Cue.About, Cue.Pronoun, Cue.Help, Cue.Greet, Cue.Thanks,
    ];

    /// <summary>The account of a decision whose question is read in the workspace.</summary>
    public static Explanation Of(Workspace workspace, in Decision decision, KnowledgeBase knowledge, Lexicon lexicon, CardRetriever retriever)
    {
        var reading = workspace.Reading;
        var words = ImmutableArray.CreateBuilder<RecognizedWord>(reading.WordCount);
        foreach (ref readonly var word in reading.Words)
        {
            var typed = workspace.Tokens.Word(word.Token).ToString();
            words.Add(new RecognizedWord(typed, word.Id < 0 ? typed : lexicon.Text(word.Id), Meaning(word, reading, knowledge, retriever)));
        }

        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        var candidates = ImmutableArray.CreateBuilder<Candidate>();
        for (var i = 0; i < Math.Min(found, MostCandidates); i++)
        {
            candidates.Add(Describe(workspace, workspace.Fits[i], retriever));
        }

        return new Explanation(words.ToImmutable(), Intent(reading, knowledge), candidates.ToImmutable(), decision.Rule);
    }

    private static Candidate Describe(Workspace workspace, in Fit fit, CardRetriever retriever)
    {
        var evidence = retriever[fit.Card];
        var phrase = fit.Phrase < 0 ? "no phrase of the card" : $"“{evidence.Phrases[fit.Phrase].Text}”";
        return new Candidate(
            evidence.Card.Slug,
            evidence.Card.Name,
            Math.Round(fit.Score, 2),
            Math.Round(fit.Coverage, 2),
            $"strength {fit.Strength:0.00}: accounts for {fit.Coverage:P0} of the question; {fit.Completeness:P0} of {phrase} is in it; score: {Score(retriever.ExplainScore(workspace, fit.Card))}");
    }

    /// <summary>Which word gave how much, through which form, in which fields.</summary>
    private static string Score(ScoreExplanation score) => string.Join(", ", score.Parts.Take(MostParts).Select(part =>
        $"{part.Term}{(part.Weight < 1 ? " (synonym)" : string.Empty)} {part.Score:0.0} ({string.Join(", ", part.Fields.Select(field => $"{field.Field} {field.Frequency}×"))})"));

    private static string Intent(Reading reading, KnowledgeBase knowledge)
    {
        var parts = new List<string>();
        foreach (ref readonly var mention in reading.Mentions)
        {
            parts.Add($"names {string.Join(" or ", mention.Name.Roles.Select(role => knowledge.Roles[role].Name))}");
        }

        parts.AddRange(Shapes.Where(shape => reading.Has(shape)).Select(Word));
        if (reading.HasOtherProfession)
        {
            parts.Add("names another profession");
        }

        return parts.Count == 0 ? "nothing but words to look for" : string.Join("; ", parts);
    }

    private static string Meaning(Word word, Reading reading, KnowledgeBase knowledge, CardRetriever retriever)
    {
        var meaning = word.Mention >= 0 ? $"part of a name: {string.Join(" or ", reading.Mentions[word.Mention].Name.Roles.Select(role => knowledge.Roles[role].Slug))}"
            : Shape(word) is { } shape ? shape
            : !word.IsContent ? "says nothing by itself"
            : word.Id >= 0 && retriever.IsSaid(word.Id) ? $"said in the cards, weight {retriever.WeightOf(word):0.00}"
            : "in no card";
        return word.State switch
        {
            WordState.Corrected => $"{meaning} (spelling corrected)",
            WordState.Joined => $"{meaning} (read as one with its neighbours, or split)",
            _ => meaning,
        };
    }

    private static string? Shape(Word word)
    {
        foreach (var shape in Shapes)
        {
            if (word.Has(shape))
            {
                return Word(shape);
            }
        }

        return null;
    }

    private static string Word(Cue cue) => cue switch
    {
        Cue.Who => "asks who",
        Cue.Ask => "asks whom to turn to",
        Cue.Own => "asks for ownership",
        Cue.Compare => "compares",
        Cue.Together => "asks how they work together",
        Cue.WorksWith => "asks whom it works with",
        Cue.HandsOver => "asks for hand-overs",
        Cue.Skills => "asks for skills",
        Cue.Salary => "asks for pay",
        Cue.Career => "asks for prospects",
        Cue.Startup => "asks about company size",
        Cue.List => "asks for a list",
        Cue.Team => "asks about teams",
        Cue.Business => "business",
        Cue.Technical => "technical",
        Cue.Work => "asks what a role is or does",
        Cue.HowTo => "asks how to do something",
        Cue.Off => "about circumstances, not roles",
        Cue.More => "asks for more of the same",
        Cue.About => "turns to something else",
        Cue.Pronoun => "refers back",
        Cue.Help => "asks for help",
        Cue.Greet => "greets",
        _ => "thanks",
    };
}
