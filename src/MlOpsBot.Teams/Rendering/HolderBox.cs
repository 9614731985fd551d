using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes who holds a role or an activity in the reader's own company, with ways to reach them.</summary>
internal static class HolderBox
{
    private const int MostOfUrl = 2_000;

    /// <summary>The entry under the company's name, or the note that nobody is entered.</summary>
    public static CardElement Of(HolderNote note, KnowledgeBase knowledge, TeamsCloud cloud)
    {
        if (note.Entry is not { } entry)
        {
            return CardLines.Remark(Fit.Within(note.Text, 600));
        }

        var items = ImmutableArray.CreateBuilder<CardElement>();
        items.Add(new Heading(HolderText.Heading(note, knowledge)));
        AddPeople(items, entry, cloud);
        if (entry.Team is { Length: > 0 } team)
        {
            items.Add(Row("Team: ", new TextRun(Fit.Within(team, HolderText.MostOfName))));
        }

        if (entry.Channel is { Length: > 0 } channel)
        {
            items.Add(Row("Ask in: ", Channel(channel)));
        }

        if (entry.Deputy is { } deputy)
        {
            items.Add(Row("Deputy: ", Person(deputy, cloud)));
        }

        if (HolderText.Dates(entry, note.IsStale) is { } dates)
        {
            items.Add(note.IsStale ? new Box([new Paragraph(dates)], BoxLook.Warning) { Spacing = CardSpacing.Small } : CardLines.Remark(dates) with { Spacing = CardSpacing.Small });
        }

        AddButtons(items, entry, cloud);
        return new Box(items.ToImmutable(), BoxLook.Emphasis);
    }

    private static void AddPeople(ImmutableArray<CardElement>.Builder items, Holding entry, TeamsCloud cloud)
    {
        if (entry.People.IsEmpty)
        {
            return;
        }

        var runs = ImmutableArray.CreateBuilder<TextRun>();
        foreach (var person in entry.People.Take(HolderText.MostPeople))
        {
            if (runs.Count > 0)
            {
                runs.Add(new TextRun(", "));
            }

            runs.Add(Person(person, cloud));
        }

        if (entry.People.Length > HolderText.MostPeople)
        {
            runs.Add(new TextRun($" and {entry.People.Length - HolderText.MostPeople} more"));
        }

        items.Add(Row("Who: ", [.. runs]));
    }

    /// <summary>The first who can be written to, and their deputy: easier to hit on a phone than a name.</summary>
    private static void AddButtons(ImmutableArray<CardElement>.Builder items, Holding entry, TeamsCloud cloud)
    {
        var buttons = ImmutableArray.CreateBuilder<CardButton>(2);
        if (entry.People.FirstOrDefault(person => ChatLink.To(person, cloud) is not null) is { } first)
        {
            buttons.Add(Chat(first, "Chat with", cloud));
        }

        if (entry.Deputy is { } deputy && ChatLink.To(deputy, cloud) is not null)
        {
            buttons.Add(Chat(deputy, "Chat with deputy", cloud));
        }

        if (buttons.Count > 0)
        {
            items.Add(new ButtonRow(buttons.ToImmutable()) { Spacing = CardSpacing.Small });
        }
    }

    private static LinkButton Chat(Person person, string what, TeamsCloud cloud) => new($"{what} {Fit.Within(person.Name, 40)}", ChatLink.To(person, cloud)!);

    private static Paragraph Row(string what, params ReadOnlySpan<TextRun> says) => new([new TextRun(what) { IsBold = true }, .. says]) { Spacing = CardSpacing.Small };

    private static TextRun Person(Person person, TeamsCloud cloud)
    {
        var name = Fit.Within(person.Name, HolderText.MostOfName);
        return new TextRun(name) { Press = ChatLink.To(person, cloud) is { } link ? new LinkButton($"Chat with {name}", link) : null };
    }

    private static TextRun Channel(string channel)
    {
        var name = Fit.Within(channel, HolderText.MostOfName);
        return new TextRun(name) { Press = HolderText.Address(channel, MostOfUrl) is { } address ? new LinkButton($"Open {name}", address) : null };
    }
}
