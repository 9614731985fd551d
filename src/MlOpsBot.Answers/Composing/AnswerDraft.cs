using System.Collections.Immutable;
using System.Text;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>An answer in the making: numbers the sources as they are cited, and writes the plain text at the end.</summary>
internal sealed class AnswerDraft(KnowledgeBase knowledge, AnswerKind kind, string title, string lead)
{
    [ThreadStatic]
    private static StringBuilder? t_text;

    private readonly List<AnswerBlock> _blocks = [];
    private readonly List<CitedSource> _sources = [];
    private readonly List<FollowUp> _followUps = [];
    private ImmutableArray<int> _leadSources = [];

    public ImmutableArray<string> Cards { get; init; } = [];

    public string? Activity { get; init; }

    public string? Section { get; init; }

    /// <summary>What opens this answer again; null for one that is made for a single question.</summary>
    public string? Target { get; init; }

    public HolderNote? Holder { get; init; }

    public ComparisonTable? Comparison { get; set; }

    /// <summary>Numbers of the sources in this answer, counted from 1.</summary>
    public ImmutableArray<int> Cite(ImmutableArray<string> sources)
    {
        var numbers = ImmutableArray.CreateBuilder<int>(sources.Length);
        foreach (var id in sources)
        {
            var number = _sources.FindIndex(cited => cited.Id == id) + 1;
            if (number == 0)
            {
                var source = knowledge.FindSource(id);
                _sources.Add(new CitedSource(id, source?.Citation ?? id, source?.File ?? string.Empty));
                number = _sources.Count;
            }

            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    /// <summary>Cites the sources of the sentence that answers first.</summary>
    public AnswerDraft CiteLead(ImmutableArray<string> sources)
    {
        _leadSources = Cite(sources);
        return this;
    }

    public AnswerDraft Add(string? heading, IEnumerable<Statement> statements, int most = int.MaxValue) =>
        Add(heading, [.. statements.Take(most).Select(statement => new AnswerLine(statement.Text, null, null, Cite(statement.Sources)))]);

    public AnswerDraft Add(string? heading, IEnumerable<RoleStatement> statements, int most = int.MaxValue) =>
        Add(heading, [.. statements.Take(most).Select(statement => new AnswerLine(statement.Text, statement.Role, NameOf(statement.Role), Cite(statement.Sources)))]);

    public AnswerDraft Add(string? heading, ImmutableArray<AnswerLine> lines)
    {
        if (lines.Length > 0)
        {
            _blocks.Add(new AnswerBlock(heading, lines));
        }

        return this;
    }

    /// <summary>Offers something to ask next, unless it is offered already.</summary>
    public AnswerDraft Offer(string label, string target)
    {
        if (_followUps.TrueForAll(offered => offered.Target != target))
        {
            _followUps.Add(new FollowUp(Shorten(label, 75), target));
        }

        return this;
    }

    /// <summary>Offers a card.</summary>
    public AnswerDraft Offer(Card card) => Offer([Choice.Of(card)]);

    /// <summary>Offers choices.</summary>
    public AnswerDraft Offer(IEnumerable<Choice> choices)
    {
        foreach (var choice in choices)
        {
            Offer(choice.Label, choice.Target);
        }

        return this;
    }

    public string NameOf(string slug) => knowledge.FindCard(slug)?.Name ?? slug;

    public Answer Finish() => new()
    {
        Kind = kind,
        Cards = Cards,
        Activity = Activity,
        Section = Section,
        Target = Target,
        Title = title,
        Lead = lead,
        LeadSources = _leadSources,
        Holder = Holder,
        Blocks = [.. _blocks],
        Comparison = Comparison,
        Sources = [.. _sources],
        FollowUps = [.. _followUps],
        Text = Write(),
        KnowledgeVersion = knowledge.Version,
    };

    /// <summary>A name inside a sentence: "Model monitoring" as "model monitoring", "CI/CD" as it is.</summary>
    public static string Lowered(string name) =>
        name.Length > 1 && char.IsUpper(name[0]) && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;

    private static string Shorten(string label, int most) => label.Length <= most ? label : string.Concat(label.AsSpan(0, most - 1), "…");

    private string Write()
    {
        // "I don't know" is written anew for every question: its builder is kept.
        var text = (t_text ??= new StringBuilder(4096)).Clear().Append(title).Append('\n').Append(lead);
        AppendMarks(text, _leadSources);
        if (Holder is not null)
        {
            text.Append('\n').Append(Holder.Text);
        }

        foreach (var row in Comparison?.Rows ?? [])
        {
            text.Append("\n\n").Append(row.Aspect)
                .Append("\n- ").Append(Comparison!.LeftName).Append(": ").Append(row.Left)
                .Append("\n- ").Append(Comparison.RightName).Append(": ").Append(row.Right);
            AppendMarks(text, row.Sources);
        }

        foreach (var block in _blocks)
        {
            text.Append('\n');
            if (block.Heading is not null)
            {
                text.Append('\n').Append(block.Heading);
            }

            foreach (var line in block.Lines)
            {
                text.Append("\n- ");
                if (line.Label is not null)
                {
                    text.Append(line.Label).Append(line.Text.Length > 0 ? ": " : string.Empty);
                }

                text.Append(line.Text);
                AppendMarks(text, line.Sources);
            }
        }

        if (_sources.Count > 0)
        {
            text.Append("\n\nSources");
            for (var i = 0; i < _sources.Count; i++)
            {
                text.Append("\n[").Append(i + 1).Append("] ").Append(_sources[i].Citation);
            }
        }

        return text.ToString();
    }

    private static void AppendMarks(StringBuilder text, ImmutableArray<int> sources)
    {
        foreach (var number in sources)
        {
            text.Append(text.Length > 0 && text[^1] == ']' ? "[" : " [").Append(number).Append(']');
        }
    }
}
