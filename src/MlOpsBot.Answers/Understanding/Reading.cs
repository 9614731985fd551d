using System.Runtime.InteropServices;
using MlOpsBot.Answers.Language;

namespace MlOpsBot.Answers.Understanding;

/// <summary>What became of a word between typing and reading.</summary>
internal enum WordState
{
    /// <summary>Known as it stands.</summary>
    Known,

    /// <summary>Known after its spelling was corrected.</summary>
    Corrected,

    /// <summary>Made of several typed words, or part of one.</summary>
    Joined,

    /// <summary>A word that neither the cards nor the cues have.</summary>
    Foreign,
}

/// <summary>One word of a question, as read.</summary>
internal struct Word
{
    /// <summary>Its number in the <see cref="Lexicon"/>, or -1.</summary>
    public int Id;

    /// <summary>What it tells, alone and as part of a phrase.</summary>
    public Cue Cues;

    /// <summary>What became of it.</summary>
    public WordState State;

    /// <summary>The typed word it comes from: an index into the token buffer.</summary>
    public int Token;

    /// <summary>The mention it belongs to, or -1.</summary>
    public int Mention;

    /// <summary>Whether a cue phrase of several words covers it.</summary>
    public bool InPhrase;

    /// <summary>How it is written after its spelling was corrected, else null.</summary>
    public string? Form;

    /// <summary>Whether it counts as evidence.</summary>
    public readonly bool IsContent => (Cues & Cue.Weightless) == Cue.None;

    /// <summary>Whether it has one of the cues.</summary>
    public readonly bool Has(Cue cue) => (Cues & cue) != Cue.None;
}

/// <summary>A role that the question names.</summary>
/// <param name="Name">What the phrase names.</param>
/// <param name="Start">First word.</param>
/// <param name="Length">How many words.</param>
/// <param name="Strength">How surely it names a role.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Mention(Name Name, int Start, int Length, NameStrength Strength)
{
    /// <summary>The word after the last.</summary>
    public int End => Start + Length;

    /// <summary>The role, where the phrase leaves no choice, or the first of several.</summary>
    public int Role => Name.Roles[0];
}

/// <summary>
/// A question as read: words, cues and the roles it names. Working storage, reused from question to question
/// by one thread; not to be kept.
/// </summary>
internal sealed class Reading
{
    /// <summary>Words of one sentence that are read; what comes after is cut off. Real questions have 5 to 30.</summary>
    public const int MaxWords = 64;

    private const int MaxMentions = 8;

    private const int MostCorrections = 128;

    private int _correctionsLeft;
    private readonly Word[] _words = new Word[MaxWords];
    private readonly int[] _ids = new int[MaxWords];
    private readonly Mention[] _mentions = new Mention[MaxMentions];

    /// <summary>The words.</summary>
    public Span<Word> Words => _words.AsSpan(0, WordCount);

    /// <summary>The words' numbers, for look-ups of phrases.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, WordCount);

    /// <summary>The roles named, in the order of the question.</summary>
    public ReadOnlySpan<Mention> Mentions => _mentions.AsSpan(0, MentionCount);

    /// <summary>How many words were read.</summary>
    public int WordCount { get; private set; }

    /// <summary>How many mentions there are.</summary>
    public int MentionCount { get; private set; }

    /// <summary>All cues of all words.</summary>
    public Cue Cues { get; private set; }

    /// <summary>Whether a person's work is named that is none of the roles: "plant engineer", "bank manager".</summary>
    public bool HasOtherProfession { get; set; }

    /// <summary>Changes with every question read, so that what was worked out for one is not taken for another's.</summary>
    public int Version { get; private set; }

    /// <summary>
    /// Begins a message: from here on so many of its words may be looked up for a correction. Real questions have a few that
    /// nobody knows; a hostile one of thousands must not cost more than the rest of the reading.
    /// </summary>
    public void BeginMessage() => _correctionsLeft = MostCorrections;

    /// <summary>Whether one more word may be looked up for a correction; counts it.</summary>
    public bool MayCorrect() => _correctionsLeft-- > 0;

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Version++;
        WordCount = 0;
        MentionCount = 0;
        Cues = Cue.None;
        HasOtherProfession = false;
    }

    /// <summary>Adds a word, unless there is no more room.</summary>
    public void Add(int id, Cue cues, WordState state, int token, string? form = null)
    {
        if (WordCount == MaxWords)
        {
            return;
        }

        _ids[WordCount] = id;
        _words[WordCount++] = new Word { Id = id, Cues = cues, State = state, Token = token, Mention = -1, Form = form };
    }

    /// <summary>Replaces some words by others that mean the same; where there are more of them, the reading's last words may fall off.</summary>
    public void Replace(int start, int length, ReadOnlySpan<int> ids, Lexicon lexicon)
    {
        var token = _words[start].Token;
        var rest = WordCount - start - length;
        var room = Math.Min(ids.Length, MaxWords - start);
        rest = Math.Min(rest, MaxWords - start - room);
        Array.Copy(_words, start + length, _words, start + room, rest);
        Array.Copy(_ids, start + length, _ids, start + room, rest);
        for (var i = 0; i < room; i++)
        {
            _ids[start + i] = ids[i];
            _words[start + i] = new Word { Id = ids[i], Cues = lexicon.CueOf(ids[i]), State = WordState.Joined, Token = token, Mention = -1 };
        }

        WordCount = start + room + rest;
    }

    /// <summary>Reads a word as another one.</summary>
    public void Correct(int at, int id, Cue cues, string? form)
    {
        _ids[at] = id;
        _words[at] = _words[at] with { Id = id, Cues = cues, State = WordState.Corrected, Form = form };
    }

    /// <summary>Adds a mention and marks its words.</summary>
    public void AddMention(Name name, int start, int length, NameStrength strength)
    {
        if (MentionCount == MaxMentions)
        {
            return;
        }

        for (var i = start; i < start + length; i++)
        {
            _words[i].Mention = MentionCount;
        }

        _mentions[MentionCount++] = new Mention(name, start, length, strength);
    }

    /// <summary>Sums up the cues of words outside mentions.</summary>
    public void SumUp()
    {
        Cues = Cue.None;
        foreach (ref readonly var word in Words)
        {
            if (word.Mention < 0)
            {
                Cues |= word.Cues;
            }
        }
    }

    /// <summary>Whether any word outside the mentions has one of the cues.</summary>
    public bool Has(Cue cue) => (Cues & cue) != Cue.None;
}
