using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes the short card that somebody puts into a message of their own: the answer, who to ask, where it comes from, and a way to the whole.</summary>
public static class InsertedCard
{
    private const int MostOfLead = 480;
    private const int MostOfFallback = 600;
    private const int MostOfSource = 100;

    /// <summary>The same of a short card.</summary>
    private const int ShortLead = 160;
    private const int ShortFallback = 160;
    private const int ShortSource = 60;
    private const int MostOfTitle = 80;
    private const int MostSources = 3;
    private const int MostParts = 4;

    /// <summary>What is shown of a card in a list of search results: a title and a line.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="Text">The line.</param>
    public sealed record Preview(string Title, string Text);

    /// <summary>How an answer reads in a list of search results.</summary>
    public static Preview ThumbnailPreview(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);

        // Previews are of an older kind of card, of which the text is read as HTML, but not by every client.
        var text = CardText.Plain(Fit.Within(answer.Lead, 140)).Replace('<', '‹').Replace('>', '›');
        return new Preview(CardText.Plain(Fit.Within(answer.Title, MostOfTitle)), text);
    }

    internal static AdaptiveCard Of(Answer answer, CardSetting setting, TeamsCloud cloud)
    {
        var knowledge = setting.Answerer.Knowledge;
        var body = ImmutableArray.CreateBuilder<CardElement>();
        var shown = answer with { Lead = Fit.Within(answer.Lead, setting.IsShort ? ShortLead : MostOfLead) };
        body.Add(new Heading(Fit.Within(answer.Title, MostOfTitle), IsTitle: true));
        body.Add(CardLines.Lead(shown, AnswerText.Owner(answer, knowledge)));
        if (answer.Kind == AnswerKind.List)
        {
            AddNames(body, answer, setting.IsShort ? ShortLead : MostOfLead);
        }

        if (answer.Holder is { Entry: not null } holder)
        {
            body.Add(setting.IsShort ? CardLines.Remark(Fit.Within(holder.Text, ShortLead)) : HolderBox.Of(holder, knowledge, cloud));
        }

        var cited = answer.LeadSources.IsDefaultOrEmpty ? [.. Enumerable.Range(1, Math.Min(MostSources, answer.Sources.Length))] : answer.LeadSources;
        if (cited.Length > 0)
        {
            var (most, length) = setting.IsShort ? (1, ShortSource) : (MostSources, MostOfSource);
            body.Add(CardLines.Remark(string.Join("; ", cited.Take(most).Select(number => $"[{number}] {Fit.Within(answer.Sources[number - 1].Citation, length)}"))) with { HasSeparator = true });
        }

        if (answer.Target is { } target && CardPresses.Fits(target))
        {
            var presses = new CardPresses(setting, target: null);
            body.Add(new ButtonRow([presses.Open("Show the whole answer", target)]));
        }

        return new AdaptiveCard(body.ToImmutable(), [], Fit.Within(FallbackText.Brief(shown), setting.IsShort ? ShortFallback : MostOfFallback));
    }

    // A list without its names says nothing: each part in one line.
    private static void AddNames(ImmutableArray<CardElement>.Builder body, Answer answer, int mostOfPart)
    {
        foreach (var block in answer.Blocks.Take(MostParts))
        {
            var names = string.Join(", ", block.Lines.Select(static line => line.Label).OfType<string>());
            if (names.Length > 0)
            {
                var text = new TextRun(Fit.Within(names, mostOfPart));
                body.Add(new Paragraph(block.Heading is null ? [text] : [new TextRun($"{Fit.Within(block.Heading, MostOfTitle)}: ") { IsBold = true }, text]));
            }
        }
    }
}
