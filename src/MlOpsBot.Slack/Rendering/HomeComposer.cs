using System.Collections.Immutable;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Puts the Home tab together, part by part.</summary>
internal sealed class HomeComposer(HomeSetting setting)
{
    /// <summary>Roles of a category that are listed; all are in its menu, as far as a menu goes.</summary>
    private const int MostListed = 30;

    private const int MostHoldings = 25;

    private readonly KnowledgeBase _knowledge = setting.Answerer.Knowledge;
    private readonly CardValues _values = new(setting.Answerer, delivery: null);
    private readonly Sheet _sheet = new(Limits.ViewBlocks, Limits.ViewText);
    private int _buttons;

    public ImmutableArray<Block> Compose()
    {
        AddWelcome();
        AddRoles();
        AddActivities();
        AddPeople();
        AddNews();
        return _sheet.FinishWith([]);
    }

    private void AddWelcome()
    {
        _sheet.Add(new HeaderBlock(Sayings.Title));
        _sheet.Add(new RichTextBlock([new RichTextSection([
            new TextRun("Ask me in your own words: "),
            new TextRun("mention me", IsBold: true),
            new TextRun(" in a channel, write me a "),
            new TextRun("direct message", IsBold: true),
            new TextRun(", or type "),
            new TextRun("/mlops", IsBold: true),
            new TextRun($" and your question anywhere. {Sayings.Promise}"),
        ])]));
        var examples = Examples.Of(_knowledge).Questions;
        if (!examples.IsEmpty)
        {
            _sheet.Add(new ActionsBlock([.. examples.Select(example => (Element)Button(example.Label, example.Target))]));
        }

        if (setting.HasTips)
        {
            _sheet.Add(new ContextBlock(Sayings.Tips("/mlops tips on")));
        }
    }

    private void AddRoles()
    {
        _sheet.Add(new DividerBlock());
        _sheet.Add(new HeaderBlock($"Roles ({_knowledge.Roles.Length})"));
        foreach (var group in _knowledge.Roles.GroupBy(role => role.Category).OrderBy(group => group.Key))
        {
            AddCategory(group.Key, [.. group.OrderBy(role => role.Name, StringComparer.Ordinal)]);
        }
    }

    private void AddCategory(RoleCategory category, List<RoleCard> roles)
    {
        // Mark-up, but of our own words alone.
        var title = new SectionBlock(new TextObject($"*{category} roles* ({roles.Count})", IsMarkdown: true))
        {
            Accessory = Menu($"menu:{category.ToString().ToLowerInvariant()}", $"Open {(category == RoleCategory.Additional ? "an" : "a")} {category.ToString().ToLowerInvariant()} role…", roles),
        };
        var items = roles.Take(MostListed).Select(role => new RichTextSection(role.Phases.IsEmpty
            ? [new TextRun(Fit.Within(role.Name, AnswerText.MostOfLabel), IsBold: true)]
            : [new TextRun(Fit.Within(role.Name, AnswerText.MostOfLabel), IsBold: true), new TextRun($": {PhasesOf(role)}")]));
        var more = roles.Count > MostListed
            ? [new RichTextSection([new TextRun($"… and {roles.Count - MostListed} more: choose from the menu, or ask me “which are the {category.ToString().ToLowerInvariant()} roles?”", IsItalic: true)])]
            : ImmutableArray<RichTextSection>.Empty;
        var list = new RichTextBlock([new RichTextList([.. items, .. more])]);
        if (_sheet.TryAdd(title))
        {
            _sheet.TryAdd(list);
        }
    }

    private void AddActivities()
    {
        if (_knowledge.Activities.IsEmpty)
        {
            return;
        }

        var cards = _knowledge.Activities.OrderBy(activity => activity.Name, StringComparer.Ordinal).ToList();
        var beyond = cards.Count > Limits.Options ? $" The menu has the first {Limits.Options}; ask me for the others by name." : string.Empty;
        _sheet.TryAdd(new DividerBlock());
        _sheet.TryAdd(new HeaderBlock($"Who owns what ({cards.Count})"));
        _sheet.TryAdd(new SectionBlock(new TextObject($"Choose an activity to see who leads it and who supports.{beyond}"))
        {
            Accessory = Menu("menu:activities", "Choose an activity…", cards),
        });
    }

    private void AddPeople()
    {
        var company = _knowledge.Organization.Company is { Length: > 0 } name ? $"People at {Fit.Within(name, 80)}" : "Your organization's people";
        _sheet.TryAdd(new DividerBlock());
        _sheet.TryAdd(new HeaderBlock(Fit.Within(company, Limits.Header)));
        var holdings = _knowledge.Organization.Holdings.Values
            .Select(holding => (Holding: holding, Card: _knowledge.FindCard(holding.Card)))
            .Where(held => held.Card is not null)
            .OrderBy(held => held.Card!.Kind).ThenBy(held => held.Card!.Name, StringComparer.Ordinal)
            .ToList();
        if (holdings.Count == 0)
        {
            _sheet.TryAdd(new RichTextBlock([RichLines.Plain(
                "Nobody is entered yet. Whoever keeps the knowledge enters people, teams and channels in organization.yaml; then I name them first when somebody asks who owns something.")]));
            return;
        }

        var items = holdings.Take(MostHoldings).Select(held => Holding(held.Holding, held.Card!)).ToList();
        if (holdings.Count > MostHoldings)
        {
            items.Add(new([new TextRun($"… and {holdings.Count - MostHoldings} more: ask me who owns what", IsItalic: true)]));
        }

        _sheet.TryAdd(new RichTextBlock([new RichTextList([.. items])]));
    }

    private RichTextSection Holding(Holding holding, Card card)
    {
        var runs = ImmutableArray.CreateBuilder<RichTextRun>();
        runs.Add(new TextRun(Fit.Within(card.Name, AnswerText.MostOfLabel), IsBold: true));
        runs.Add(new TextRun(": "));
        runs.AddRange(HolderLines.People(holding.People, mayMention: true));
        if (holding.Team is { Length: > 0 } team)
        {
            runs.Add(new TextRun($"{(holding.People.IsEmpty ? "team" : ", team")} {Fit.Within(team, 80)}"));
        }

        if (holding.Channel is { Length: > 0 } channel)
        {
            runs.Add(new TextRun(" in "));
            runs.Add(HolderLines.Channel(channel));
        }

        if (holding.IsStale(setting.Today))
        {
            runs.Add(new TextRun($" ⚠️ stale since {HolderText.Day(holding.ReviewBy!.Value)}", IsItalic: true));
        }

        return new RichTextSection(runs.ToImmutable());
    }

    private void AddNews()
    {
        _sheet.TryAdd(new DividerBlock());
        _sheet.TryAdd(new HeaderBlock("What is new"));
        var lines = HomeNews.Lines(setting);
        if (lines.Count > 0)
        {
            _sheet.TryAdd(new RichTextBlock([new RichTextList([.. lines])]));
        }

        if (HomeNews.Tip(_knowledge, setting.Today) is { } tip)
        {
            _sheet.TryAdd(new RichTextBlock([new RichTextSection([
                new TextRun($"Tip of the day: {Fit.Within(tip.Title, 120)}. ", IsBold: true),
                new TextRun(Fit.Within(tip.Text, 600)),
            ])]));
            if (_knowledge.FindCard(tip.Card) is { } card)
            {
                _sheet.TryAdd(new ActionsBlock([Button($"Open: {card.Name}", CardTargets.Of(card).Target)]));
            }
        }

        _sheet.TryAdd(new ContextBlock(
            $"{_knowledge.Roles.Length} roles, {_knowledge.Activities.Length} activities and {_knowledge.Topics.Length} topics out of {_knowledge.Sources.Length} sources. Knowledge version {_knowledge.Version}."));
    }

    private Button Button(string label, string target) => new(ActionIds.Home(_buttons++), Fit.Within(label, Limits.ButtonText), _values.Open(target));

    private StaticSelect? Menu(string name, string placeholder, IEnumerable<Card> cards)
    {
        var options = ImmutableArray.CreateBuilder<MenuOption>();
        foreach (var offer in cards.Select(CardTargets.Of))
        {
            if (options.Count < Limits.Options && _values.Choose(offer.Target) is { } value)
            {
                options.Add(new MenuOption(Fit.Within(offer.Label, Limits.OptionText), value));
            }
        }

        return options.Count == 0 ? null : new StaticSelect($"{ActionIds.HomePrefix}{name}", placeholder, options.ToImmutable());
    }

    private static string PhasesOf(RoleCard role) => string.Join(", ", role.Phases).ToLowerInvariant();
}
