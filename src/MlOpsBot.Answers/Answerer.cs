using System.Collections.Concurrent;
using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Deciding;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Answers;

/// <summary>
/// Answers questions out of one <see cref="KnowledgeBase"/>. Building one indexes the knowledge (milliseconds);
/// answering takes microseconds and no lock. Immutable and safe to share between threads.
/// </summary>
public sealed class Answerer
{
    /// <summary>A message of more words than this is read sentence by sentence, and the one that is understood best is answered.</summary>
    private const int WordsOfALetter = 40;

    /// <summary>A part of a message answers for the whole only when it is understood this well.</summary>
    private const float LeastOfClause = 0.65f;

    /// <summary>Characters of a message that are read. A long letter has a few thousand.</summary>
    private const int MostCharacters = 20_000;

    /// <summary>In a letter, a sentence with a question mark goes before one that is understood slightly better.</summary>
    private const float QuestionMark = 1.2f;

    private readonly Lexicon _lexicon;
    private readonly CardRetriever _retriever;
    private readonly AnswerBook _book;
    private readonly Decider _decider;
    private readonly ConcurrentDictionary<string, string> _fingerprints = new(StringComparer.Ordinal);

    /// <summary>Indexes a knowledge base.</summary>
    public Answerer(KnowledgeBase knowledge)
    {
        Knowledge = knowledge;
        _lexicon = LexiconBuilder.Build(knowledge, out var builder);
        _retriever = new CardRetriever(knowledge, _lexicon, builder);
        _book = new AnswerBook(knowledge);
        _decider = new Decider(_book, _lexicon, _retriever);
    }

    /// <summary>The knowledge it answers from.</summary>
    public KnowledgeBase Knowledge { get; }

    /// <summary>Answers a question. Any text is safe; never throws for what was typed.</summary>
    public Answer Ask(Question question) => Finish(Decide(Workspace.Current, question, out _));

    /// <summary>Answers a question and tells how the answer came about; slower than <see cref="Ask"/>.</summary>
    public ExplainedAnswer Explain(Question question)
    {
        var workspace = Workspace.Current;
        var decision = Decide(workspace, question, out var range);
        workspace.Reading.BeginMessage();
        Reader.Read(question.Text, workspace.Tokens, range, _lexicon, workspace.Reading);
        return new ExplainedAnswer(
            Finish(decision),
            Account.Of(workspace, decision, Knowledge, _lexicon, _retriever));
    }

    /// <summary>The answer that a follow-up's target stands for, or null where the card is gone.</summary>
    /// <param name="target">A <see cref="FollowUp.Target"/>, perhaps of an older version of the knowledge.</param>
    /// <param name="today">The asker's date.</param>
    public Answer? Open(string target, DateOnly today) => _book.Open(target, today) is { } answer ? answer with { Confidence = answer.Kind == AnswerKind.Help ? 0 : 1 } : null;

    /// <summary>
    /// A short mark of what a target opens, the same for the same content in every process and version of the knowledge: a button
    /// that carries it can tell whether its own card changed. Staleness of the organization's entries, which comes with the date alone,
    /// is no change. Null where the card is gone. Worked out once for a target; takes no lock afterwards.
    /// </summary>
    /// <param name="target">A <see cref="FollowUp.Target"/> or <see cref="Answer.Target"/>.</param>
    public string? Fingerprint(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (_fingerprints.TryGetValue(target, out var kept))
        {
            return kept;
        }

        // Only what opens is kept: targets come from outside, and there are endlessly many that open nothing.
        return _book.Open(target, DateOnly.MinValue) is { } answer ? _fingerprints.GetOrAdd(target, Composing.Fingerprint.Of(answer)) : null;
    }

    /// <summary>What a conversation has to remember after an answer, or null where there is nothing to refer to.</summary>
    /// <param name="answer">The answer given.</param>
    /// <param name="previous">What was remembered before it: "the other one" and "the two" reach back one answer further.</param>
    public static ConversationContext? ContextAfter(Answer answer, ConversationContext? previous = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        switch (answer.Kind)
        {
            case AnswerKind.None or AnswerKind.Help:
                return null;
            case AnswerKind.Clarify:
                return new ConversationContext(answer.Kind, answer.Cards, answer.Activity, answer.Section, [.. answer.FollowUps.Select(followUp => followUp.Target)]);
            case AnswerKind.Comparison:
                return new ConversationContext(answer.Kind, answer.Cards, answer.Activity, answer.Section, [.. answer.Cards.Select(Targets.Role)]);
            case AnswerKind.Role when previous is not null && !previous.Cards.IsDefaultOrEmpty:
                var before = previous.Cards.Where(card => card != answer.Cards[0]).Take(1);
                var offered = !previous.Choices.IsDefault && previous.Choices.Contains(Targets.Role(answer.Cards[0]), StringComparer.Ordinal);
                return new ConversationContext(answer.Kind, [answer.Cards[0], .. before], answer.Activity, answer.Section, offered ? previous.Choices : []);
            default:
                return new ConversationContext(answer.Kind, answer.Cards, answer.Activity, answer.Section, []);
        }
    }

    private static Answer Finish(in Decision decision) => decision.Answer with { Confidence = Math.Round(Math.Min(1, decision.Confidence), 2) };

    private Decision Decide(Workspace workspace, Question question, out Range range)
    {
        var text = question.Text.Length > MostCharacters ? question.Text[..MostCharacters] : question.Text;
        workspace.Reading.BeginMessage();
        Analyzer.Analyze(text, workspace.Tokens);
        range = 0..Math.Min(workspace.Tokens.Count, Reading.MaxWords);
        if (workspace.Tokens.Count > WordsOfALetter)
        {
            return DecideLetter(workspace, text, question, ref range);
        }

        Reader.Read(text, workspace.Tokens, range, _lexicon, workspace.Reading);
        var isOff = workspace.Reading.Has(Cue.Off);
        var whole = _decider.Decide(workspace, text, question.Context, question.Today);
        if (whole.Answer.Kind == AnswerKind.None && question.Context is { } context && DecideInContext(workspace, text, question, context) is { } leaning)
        {
            return leaning;
        }

        return whole.Answer.Kind is AnswerKind.None or AnswerKind.Clarify && !isOff && DecideClause(workspace, text, question) is { } clause
            ? clause
            : whole;
    }

    /// <summary>"Where does it come from?", "and for monitoring it?": the words that the conversation lets one leave out are put back.</summary>
    private Decision? DecideInContext(Workspace workspace, string text, Question question, ConversationContext context)
    {
        if (!workspace.Reading.Has(Cue.Pronoun | Cue.About | Cue.Salary | Cue.Career) && !_decider.GoesOn(workspace.Reading))
        {
            return null;
        }

        var subject = context.Cards.IsDefaultOrEmpty ? null : Knowledge.FindCard(context.Cards[0]);
        var whole = context.Kind == AnswerKind.Owner ? $"who is responsible {text}" : subject is null ? null : $"{text} {subject.Name}";
        if (whole is null)
        {
            return null;
        }

        Analyzer.Analyze(whole, workspace.Tokens);
        Reader.Read(whole, workspace.Tokens, 0..Math.Min(workspace.Tokens.Count, Reading.MaxWords), _lexicon, workspace.Reading);
        var decision = _decider.Decide(workspace, whole, context: null, question.Today);
        Analyzer.Analyze(text, workspace.Tokens);
        return decision.Answer.Kind is AnswerKind.Topic or AnswerKind.Owner or AnswerKind.Comparison && decision.Confidence >= LeastOfClause
            ? decision with { Rule = $"Read together with what was said before: {decision.Rule}" }
            : null;
    }

    /// <summary>"The data is stale. Who should fix it?": where the whole is not understood, one of its parts may be.</summary>
    private Decision? DecideClause(Workspace workspace, string text, Question question)
    {
        var clauses = Sentences.Of(text, workspace.Tokens, clauses: true);
        Decision? best = null;
        if (clauses.Count > 1)
        {
            foreach (var clause in clauses)
            {
                Reader.Read(text, workspace.Tokens, clause.Words, _lexicon, workspace.Reading);
                var decision = _decider.Decide(workspace, text, context: null, question.Today);
                if (decision.Confidence >= LeastOfClause
                    && _decider.IsQuestion(workspace.Reading, clause.IsQuestion)
                    && decision.Answer.Kind is not (AnswerKind.None or AnswerKind.Help or AnswerKind.Clarify)
                    && (best is null || decision.Confidence > best.Value.Confidence))
                {
                    best = decision;
                }
            }
        }

        return best;
    }

    /// <summary>A long letter: the sentence that is understood best is the question.</summary>
    private Decision DecideLetter(Workspace workspace, string text, Question question, ref Range range)
    {
        Decision? best = null;
        foreach (var sentence in Sentences.Of(text, workspace.Tokens))
        {
            Reader.Read(text, workspace.Tokens, sentence.Words, _lexicon, workspace.Reading);
            var decision = _decider.Decide(workspace, text, context: null, question.Today);
            if (sentence.IsQuestion)
            {
                decision = decision with { Confidence = decision.Confidence * QuestionMark };
            }

            if (decision.Answer.Kind is not (AnswerKind.None or AnswerKind.Help) && _decider.IsQuestion(workspace.Reading, sentence.IsQuestion) && (best is null || decision.Confidence > best.Value.Confidence))
            {
                best = decision;
                range = sentence.Words;
            }
        }

        if (best is { } found)
        {
            return found with { Confidence = Math.Min(found.Confidence, 1) };
        }

        Reader.Read(text, workspace.Tokens, range, _lexicon, workspace.Reading);
        return _decider.Decide(workspace, text, question.Context, question.Today);
    }
}
