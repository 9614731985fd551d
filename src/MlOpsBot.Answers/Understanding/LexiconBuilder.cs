using System.Collections.Immutable;
using MlOpsBot.Answers.Language;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Understanding;

/// <summary>Gathers the words of a snapshot of the knowledge into a <see cref="Lexicon"/>.</summary>
internal sealed class LexiconBuilder
{
    /// <summary>Small words of names ("subject <b>matter</b> expert") count when a glued name is split, but not the shortest.</summary>
    private const int ShortestSmallPart = 3;

    private readonly TokenBuffer _tokens = new(4096);
    private readonly Dictionary<string, int> _stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _compounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Stem, int Weight)> _spellings = new(StringComparer.Ordinal);
    private readonly List<Cue> _cues = [];
    private readonly List<bool> _said = [];
    private readonly PhraseTrie<int[]>.Builder _rewrites = new();
    private readonly PhraseTrie<CuePhrase>.Builder _cuePhrases = new();
    private readonly PhraseTrie<Name>.Builder _names = new();
    private PhraseTrie<int[]>? _frozenRewrites;

    /// <summary>Builds the lexicon of a knowledge base.</summary>
    public static Lexicon Build(KnowledgeBase knowledge, out LexiconBuilder builder)
    {
        builder = new LexiconBuilder();
        var cues = CueList.Read().ToList();
        foreach (var (phrase, cue) in cues.Where(entry => entry.Phrase[0] == CueList.Exact))
        {
            builder.AddExactCue(phrase[1..], cue);
        }

        foreach (var (phrase, cue) in cues.Where(entry => entry.Phrase[0] != CueList.Exact))
        {
            builder.AddCue(phrase, cue);
        }

        builder.AddRewrites(knowledge.Synonyms);
        for (var role = 0; role < knowledge.Roles.Length; role++)
        {
            builder.AddRole(role, knowledge.Roles[role]);
        }

        builder.AddHeads(knowledge.Roles);
        foreach (var card in knowledge.Cards)
        {
            foreach (var phrase in CardText.Phrases(card))
            {
                builder.Say(phrase, weight: 2, inName: false);
            }

            foreach (var text in CardText.Body(card))
            {
                builder.Say(text, weight: 1, inName: false);
            }
        }

        return builder.Freeze();
    }

    /// <summary>The words of a phrase of the knowledge, rewritten as questions are.</summary>
    public int[] Words(string phrase)
    {
        _frozenRewrites ??= _rewrites.Freeze();
        var raw = Intern(phrase);
        var words = new List<int>(raw.Length);
        for (var i = 0; i < raw.Length;)
        {
            var length = _frozenRewrites.Longest(raw, i, out var replacement);
            words.AddRange(length > 0 ? replacement! : [raw[i]]);
            i += Math.Max(length, 1);
        }

        return [.. words];
    }

    /// <summary>A word that tells something in one form only has a number of its own, apart from its stem's.</summary>
    private void AddExactCue(string word, Cue cue)
    {
        if (!_exact.TryGetValue(word, out var number))
        {
            // "Managers" is "manager": names are found in the plural, too.
            number = word.EndsWith('s') && _exact.TryGetValue(word[..^1], out var singular) ? singular : AddWord(CueList.Exact + word);
            _exact.Add(word, number);
            _spellings[word] = (number, 3);
        }

        _cues[number] |= cue;
    }

    /// <summary>The number of a single word by its stem, or -1 where it stands for more or is not known.</summary>
    public int SingleWord(ImmutableArray<string> stems) => stems.Length == 1 ? _stems.GetValueOrDefault(stems[0], -1) : -1;

    private void AddCue(string phrase, Cue cue)
    {
        var words = Intern(phrase);
        Spell(phrase, weight: 3);
        if (words.Length == 1)
        {
            _cues[words[0]] |= cue;
        }
        else
        {
            _cuePhrases.Add(words, new CuePhrase(cue), static (first, second) => new CuePhrase(first.Cue | second.Cue));
        }
    }

    /// <summary>
    /// Rules that read one phrase as another ("machine learning => ml") apply to names and questions alike;
    /// so do the longer members of a group of equals, which are read as its first single word.
    /// </summary>
    private void AddRewrites(string synonyms)
    {
        foreach (var rule in SynonymRule.ParseFile(synonyms, out _))
        {
            if (rule.Replaces)
            {
                foreach (var phrase in rule.Sources)
                {
                    _rewrites.Add(InternStems(phrase), InternStems(rule.Targets[0].Stems), static (first, _) => first);
                }
            }
            else
            {
                var words = rule.Targets.Select(member => InternStems(member.Stems)).ToList();
                var canonical = words.Find(member => member.Length == 1) ?? words[0];
                foreach (var phrase in words.Where(member => member.Length > 1 && member != canonical))
                {
                    _rewrites.Add(phrase, canonical, static (first, _) => first);
                }
            }
        }
    }

    private void AddRole(int role, RoleCard card)
    {
        var names = card.Aliases.Prepend(card.Name).ToList();
        var fields = names.SelectMany(Disciplines.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            AddName(field, new Name(NameStrength.Discipline, [role]));
        }

        // "DevOps" is short for the engineer, and the name of the field: it counts as the field.
        foreach (var name in names.Where(name => !fields.Contains(name)))
        {
            AddName(name, new Name(NameStrength.Full, [role]));
        }

        foreach (var abbreviation in card.Abbreviations.Where(abbreviation => !fields.Contains(abbreviation)))
        {
            AddName(abbreviation, new Name(NameStrength.Abbreviation, [role]));
        }
    }

    /// <summary>The last noun of roles' names, standing alone, leaves open which of them is meant.</summary>
    private void AddHeads(ImmutableArray<RoleCard> roles)
    {
        var heads = new Dictionary<int, List<int>>();
        var forms = new Dictionary<int, string>();
        for (var role = 0; role < roles.Length; role++)
        {
            if (Words(roles[role].Name) is not [.., var head])
            {
                continue;
            }

            if (_cues[head].HasFlag(Cue.Head))
            {
                forms[head] = LastWord(roles[role].Name);
                (heads.TryGetValue(head, out var sharing) ? sharing : heads[head] = []).Add(role);
            }
        }

        foreach (var (head, sharing) in heads)
        {
            _names.Add([head], new Name(NameStrength.Head, [.. sharing]) { Forms = [forms[head]] }, Name.Merge);
        }
    }

    private void AddName(string phrase, Name name)
    {
        Say(phrase, weight: 4, inName: name.Strength == NameStrength.Full);
        // An article is no name, even where a card claims it.
        if (Words(phrase) is { Length: > 0 } words
            && (name.Strength == NameStrength.Abbreviation || Array.Exists(words, word => (_cues[word] & Cue.Weightless) == Cue.None)))
        {
            _names.Add(words, words.Length == 1 ? name with { Forms = Forms(phrase) } : name, Name.Merge);
        }
    }

    // Of the analyzed name, as a name may end in several words that no space parts: "ML-Engineer".
    private string LastWord(string name)
    {
        Analyzer.Analyze(name, _tokens);
        return _tokens.Word(_tokens.Count - 1).ToString();
    }

    private ImmutableArray<string> Forms(string phrase)
    {
        Analyzer.Analyze(phrase, _tokens);
        return _tokens.Count == 1 ? [_tokens.Word(0).ToString()] : [];
    }

    private void Say(string text, int weight, bool inName)
    {
        foreach (var word in Intern(text))
        {
            _said[word] = true;
        }

        Spell(text, weight);
        if (inName)
        {
            Analyzer.Analyze(text, _tokens);
            for (var i = 0; i < _tokens.Count; i++)
            {
                if (_stems.TryGetValue(_tokens.Stem(i).ToString(), out var stem) && ((_cues[stem] & Cue.Weightless) == Cue.None || _tokens.Word(i).Length >= ShortestSmallPart))
                {
                    _compounds.TryAdd(_tokens.Word(i).ToString(), stem);
                }
            }
        }
    }

    private void Spell(string text, int weight)
    {
        Analyzer.Analyze(text, _tokens);
        for (var i = 0; i < _tokens.Count; i++)
        {
            var word = _tokens.Word(i).ToString();
            if (word.Length >= 4 && !_exact.ContainsKey(word) && (!_spellings.TryGetValue(word, out var present) || present.Weight < weight))
            {
                _spellings[word] = (_stems[_tokens.Stem(i).ToString()], weight);
            }
        }
    }

    private int[] Intern(string text)
    {
        Analyzer.Analyze(text, _tokens);
        var words = new int[_tokens.Count];
        for (var i = 0; i < words.Length; i++)
        {
            var stem = _tokens.Stem(i).ToString();
            words[i] = _exact.TryGetValue(_tokens.Word(i).ToString(), out var exact) ? exact
                : _stems.TryGetValue(stem, out var known) ? known
                : AddWord(stem);
        }

        return words;
    }

    private int[] InternStems(ImmutableArray<string> stems) =>
        [.. stems.Select(stem => _stems.TryGetValue(stem, out var known) ? known : AddWord(stem))];

    private int AddWord(string text)
    {
        var number = _stems.Count;
        _stems.Add(text, number);
        _cues.Add(Cue.None);
        _said.Add(false);
        return number;
    }

    private Lexicon Freeze() => new(
        _stems,
        _exact,
        _compounds,
        [.. _spellings.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value.Stem, entry.Value.Weight))],
        [.. _cues],
        [.. _said],
        _frozenRewrites ??= _rewrites.Freeze(),
        _cuePhrases.Freeze(),
        _names.Freeze());
}
