using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes who holds a role or an activity in the reader's own company.</summary>
internal static class HolderLines
{
    /// <summary>The entry as a short list under the company's name.</summary>
    /// <param name="note">A note with an entry.</param>
    /// <param name="knowledge">The knowledge it stands in.</param>
    /// <param name="mayMention">Whether people are shown as mentions, which notify them where others read along.</param>
    public static RichTextBlock Block(HolderNote note, KnowledgeBase knowledge, bool mayMention)
    {
        var entry = note.Entry!;
        var items = ImmutableArray.CreateBuilder<RichTextSection>();
        if (entry.People.Length > 0)
        {
            items.Add(new([new TextRun("Who: ", IsBold: true), .. People(entry.People, mayMention)]));
        }

        if (entry.Team is { Length: > 0 } team)
        {
            items.Add(new([new TextRun("Team: ", IsBold: true), new TextRun(Fit.Within(team, HolderText.MostOfName))]));
        }

        if (entry.Channel is { Length: > 0 } channel)
        {
            items.Add(new([new TextRun("Ask in: ", IsBold: true), Channel(channel)]));
        }

        if (entry.Deputy is { } deputy)
        {
            items.Add(new([new TextRun("Deputy: ", IsBold: true), Person(deputy, mayMention)]));
        }

        var heading = RichLines.Heading(HolderText.Heading(note, knowledge));
        return new RichTextBlock(items.Count == 0 ? [heading] : [heading, new RichTextList(items.ToImmutable())]);
    }

    /// <summary>People in a row, with commas between.</summary>
    public static IEnumerable<RichTextRun> People(ImmutableArray<Person> people, bool mayMention)
    {
        for (var i = 0; i < Math.Min(people.Length, HolderText.MostPeople); i++)
        {
            if (i > 0)
            {
                yield return new TextRun(", ");
            }

            yield return Person(people[i], mayMention);
        }

        if (people.Length > HolderText.MostPeople)
        {
            yield return new TextRun($" and {people.Length - HolderText.MostPeople} more");
        }
    }

    /// <summary>A channel: a way to it where it is entered as an id or an address, else its name.</summary>
    public static RichTextRun Channel(string channel)
    {
        if (IsId(channel, 'C', 'G'))
        {
            return new ChannelRun(channel);
        }

        return HolderText.Address(channel, Limits.Url) is { } address
            ? new LinkRun(address, Fit.Within(channel, HolderText.MostOfName))
            : new TextRun(Fit.Within(channel, HolderText.MostOfName));
    }

    /// <summary>Whether it is an id of Slack: whatever else is entered is text.</summary>
    public static bool IsId(string text, char kind, char otherKind) =>
        text.Length is >= 9 and <= 24 && (text[0] == kind || text[0] == otherKind) && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));

    private static RichTextRun Person(Person person, bool mayMention) => mayMention && person.Slack is { } user && IsId(user, 'U', 'W')
        ? new UserRun(user)
        : new TextRun(Fit.Within(person.Name, HolderText.MostOfName));
}
