using System.Collections.Immutable;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Teams.Rendering.Tips;

/// <summary>Writes a tip: what it is about, its title and two sentences, why it is this one, where it comes from, and its card one button away.</summary>
public static class TipCard
{
    private const int MostOfText = 1_000;
    private const int MostOfWhy = 300;
    private const int MostOfSource = 140;
    private const int MostSources = 3;
    private const int MostOfSummary = 500;

    /// <summary>A tip as a message of its own.</summary>
    public static TeamsMessage Message(TipPost post, TipSetting setting)
    {
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(setting);
        var body = ImmutableArray.CreateBuilder<CardElement>();
        if (post.Notice is { } notice)
        {
            body.Add(new Box([new Paragraph(Fit.Within(notice, MostOfWhy))], BoxLook.Accent));
        }

        body.AddRange(Text(post, isTitle: true));
        body.Add(Buttons(post, setting, isWhole: true));
        body.Add(new Paragraph([new TextRun("Change or stop these tips") { IsSmall = true, Press = new TipPresses(setting).Make("Change or stop these tips", TipActs.Order, "status") }]) { Spacing = CardSpacing.Small });
        return new TeamsMessage(Summary(post), new AdaptiveCard(body.ToImmutable(), [], Fallback(post)));
    }

    /// <summary>A tip on a card that says something else first.</summary>
    internal static Box Shown(TipPost post, TipSetting setting)
        => new([.. Text(post, isTitle: false), Buttons(post, setting, isWhole: false)], BoxLook.Emphasis) { Spacing = CardSpacing.Medium };

    /// <summary>What a client shows that cannot show the card.</summary>
    internal static string Fallback(TipPost post) => string.Join('\n', new[]
    {
        post.Notice,
        $"Role tip: {post.Tip.Title}",
        Fit.Within(post.Tip.Text, MostOfText),
        post.Why,
        Sources(post),
        $"Ask me about “{post.Card.Name}” for the whole card.",
    }.OfType<string>());

    private static string Summary(TipPost post) => CardText.Plain(Fit.Within($"{post.Tip.Title}: {post.Tip.Text}", MostOfSummary));

    private static IEnumerable<CardElement> Text(TipPost post, bool isTitle)
    {
        yield return CardLines.Remark($"💡 Role tip · {Fit.Within(post.Card.Name, AnswerText.MostOfLabel)}");
        yield return new Heading(Fit.Within(post.Tip.Title, AnswerText.MostOfTitle), isTitle) { Spacing = CardSpacing.Small };
        yield return new Paragraph(Fit.Within(post.Tip.Text, MostOfText));
        if (!string.IsNullOrWhiteSpace(post.Why))
        {
            yield return CardLines.Remark(Fit.Within(post.Why, MostOfWhy)) with { Spacing = CardSpacing.Medium };
        }

        if (Sources(post) is { } sources)
        {
            yield return CardLines.Remark(sources) with { Spacing = CardSpacing.None };
        }
    }

    private static ButtonRow Buttons(TipPost post, TipSetting setting, bool isWhole)
    {
        var presses = new TipPresses(setting);
        var row = ImmutableArray.CreateBuilder<CardButton>();
        if (isWhole && presses.Back() is { } back)
        {
            row.Add(back);
        }

        row.Add(presses.Open("Open the card", CardTargets.Of(post.Card).Target) with { Tooltip = Fit.Within(post.Card.Name, AnswerText.MostOfLabel) });
        if (setting.Said.IsEmpty)
        {
            var name = Fit.Within(post.Card.Name, AnswerText.MostOfLabel);
            row.Add(presses.Make("More like this", TipActs.More, post.Card.Slug) with { Tooltip = $"Tips about {name} come earlier here" });
            row.Add(presses.Make("Less like this", TipActs.Less, post.Card.Slug) with { Tooltip = $"Tips about {name} come last here" });
        }

        row.AddRange(setting.Said.Take(2).Select(presses.Of));
        return new ButtonRow(row.ToImmutable()) { Spacing = CardSpacing.Medium };
    }

    private static string? Sources(TipPost post)
    {
        var sources = post.Tip.Sources.Select(post.Knowledge.FindSource).OfType<Source>().ToList();
        return sources.Count == 0
            ? null
            : $"{(sources.Count == 1 ? "Source" : "Sources")}: {string.Join("; ", sources.Take(MostSources).Select(source => Fit.Within(source.Citation, MostOfSource)))}{(sources.Count > MostSources ? "; …" : "")}";
    }
}
