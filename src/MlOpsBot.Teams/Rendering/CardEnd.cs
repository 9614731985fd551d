using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes what comes after an answer's body and must not be missing: sources, what to ask next, an opinion.</summary>
internal sealed class CardEnd(Answer answer, CardSetting setting, CardPresses presses, CardSheet sheet)
{
    /// <summary>Buttons that an answer offers; further ones go into the menu.</summary>
    private const int MostOffers = 8;

    /// <summary>Buttons that are seen at once; Teams has room for six, and "Back" is one. The others are behind "…".</summary>
    private const int MostPrimary = 5;

    /// <summary>Bytes of all buttons of a row, and of a menu: slugs and names may be long.</summary>
    private const int MostOfRow = 8 * 1_024;
    private const int MostOfMenu = 6 * 1_024;

    /// <summary>Sources that are always shown; of more, the others are shown when asked for.</summary>
    private const int SourcesShown = 3;

    private const string SourcesId = "sources";

    /// <summary>The elements, in order.</summary>
    public List<CardElement> Compose()
    {
        var end = new List<CardElement>(8);
        AddSources(end);
        var offers = Offers.Of(answer, setting.Answerer.Knowledge, MostOffers);
        AddMenu(end, [.. offers.Menu.Where(offer => CardPresses.Fits(offer.Target))]);
        AddButtons(end, offers.Row);
        if (Hint() is { } hint)
        {
            end.Add(CardLines.Remark(hint));
        }

        if (!setting.HasFeedbackLoop && answer.Kind != AnswerKind.Help && setting.Place != CardPlace.Dialog)
        {
            end.Add(new ButtonRow([presses.Thumb(isUp: true), presses.Thumb(isUp: false)]) { HasSeparator = true });
        }

        return end;
    }

    private void AddSources(List<CardElement> end)
    {
        if (answer.Sources.IsEmpty)
        {
            return;
        }

        var lines = AnswerText.SourceLines(answer).Select(line => (CardElement)CardLines.Remark(line) with { Spacing = CardSpacing.None }).ToList();
        var heading = CardLines.Remark(AnswerText.SourcesHeading(answer));
        end.Add(new Box([heading with { Runs = [heading.Runs[0] with { IsBold = true }] }, .. lines.Take(SourcesShown)]) { HasSeparator = true, Spacing = CardSpacing.Medium });
        if (lines.Count > SourcesShown)
        {
            end.Add(new Box([.. lines.Skip(SourcesShown)]) { Id = SourcesId, IsHidden = true, Spacing = CardSpacing.None });
            end.Add(new Paragraph([new TextRun($"All {answer.Sources.Length} sources") { IsSmall = true, Press = new ToggleButton("Show or hide the other sources", [SourcesId]) }]) { Spacing = CardSpacing.None });
        }
    }

    private void AddMenu(List<CardElement> end, ImmutableArray<FollowUp> offers)
    {
        if (offers.IsEmpty)
        {
            return;
        }

        var title = Offers.MenuTitle(answer.Kind);
        var menu = CardMenu.Of(CardActionJson.Choice, title, offers, MostOfMenu, sheet);
        end.Add(menu with { Spacing = CardSpacing.Medium });
        end.Add(new ButtonRow([presses.OpenChosen()]) { Spacing = CardSpacing.Small });
    }

    private void AddButtons(List<CardElement> end, ImmutableArray<FollowUp> offers)
    {
        var row = ImmutableArray.CreateBuilder<CardButton>();
        if (presses.Back() is { } back)
        {
            row.Add(back);
        }

        if (setting.Place == CardPlace.Dialog && answer.Target is not null)
        {
            row.Add(presses.Insert());
        }

        var left = MostOfRow;
        foreach (var offer in offers.Where(offer => CardPresses.Fits(offer.Target)))
        {
            var button = presses.Open(offer.Label, offer.Target) with { IsSecondary = row.Count >= MostPrimary };
            left -= sheet.Length(button);
            if (left > 0)
            {
                row.Add(button);
            }
        }

        if (row.Count > 0)
        {
            end.Add(new ButtonRow(row.ToImmutable()) { Spacing = CardSpacing.Medium });
        }
    }

    private string? Hint() => answer.Kind switch
    {
        AnswerKind.None => Examples.Of(setting.Answerer.Knowledge).Hint("“roles”"),
        AnswerKind.Help => "Write to me in our own chat, or mention me in a channel or a group chat. “roles”, “compare” and “help” do what they say." + (setting.HasTips ? $" {Sayings.Tips("“tips on”")}" : ""),
        AnswerKind.Clarify => "None of these? Say it in other words, or type “roles” to see every role.",
        _ => null,
    };
}
