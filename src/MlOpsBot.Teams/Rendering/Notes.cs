using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Rendering;

/// <summary>The small messages around answers. Thread-safe.</summary>
public static class Notes
{
    /// <summary>The notice on a card that is not what the button's message showed (<see cref="CardSetting.Notice"/>).</summary>
    public const string Changed = Sayings.Changed;

    /// <summary>The inputs of <see cref="CompareForm"/>, and the field for a word why, in <see cref="CardAction.Inputs"/>; values are targets (<c>role:data-engineer</c>), and text.</summary>
    public const string FirstRole = "first";

    /// <inheritdoc cref="FirstRole"/>
    public const string SecondRole = "second";

    /// <inheritdoc cref="FirstRole"/>
    public const string WhyText = "why";

    /// <summary>Most characters of a word why.</summary>
    public const int MostOfWhy = 1_000;

    private const int MostOfMenu = 9 * 1_024;

    /// <summary>Thanks for the word why.</summary>
    public static TeamsMessage ThanksForWhy { get; } = Plain(Sayings.ThanksForWhy);

    /// <summary>Too many questions wait: nothing is answered now.</summary>
    public static TeamsMessage Busy { get; } = Plain(Sayings.Busy);

    /// <summary>Somebody asks more than may be asked.</summary>
    public static TeamsMessage TooMuch { get; } = Plain(Sayings.TooMuch);

    /// <summary>A question that was kept waiting for so long that its answer would come out of the blue.</summary>
    public static TeamsMessage Late { get; } = Plain(Sayings.Late);

    /// <summary>Something failed on our side.</summary>
    public static TeamsMessage Failed { get; } = Plain(Sayings.Failed);

    /// <summary>A button that is none of ours, or cannot be read.</summary>
    public static TeamsMessage Unreadable { get; } = Plain("I cannot tell what that button stands for. Please ask again: write to me, or mention me here.");

    /// <summary>The word why was sent empty.</summary>
    public static TeamsMessage NoWord { get; } = Plain("There was no word in it, so I added none. Your thumb counts all the same.");

    /// <summary>One role was chosen twice where two are compared.</summary>
    public static TeamsMessage SameRole { get; } = Plain("That is the same role twice. Please choose two different ones.");

    /// <summary>The first message of a conversation: what the bot is for, and what to try.</summary>
    /// <param name="answerer">Who answers.</param>
    /// <param name="kind">The conversation's kind: where several read along, it is short.</param>
    /// <param name="hasTips">Whether there are tips a day.</param>
    public static TeamsMessage Welcome(Answerer answerer, ConversationKind kind, bool hasTips)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var how = kind == ConversationKind.Personal
            ? "Ask me in your own words, right here."
            : "Mention me with a question, and I answer in its thread.";
        var body = ImmutableArray.CreateBuilder<CardElement>();
        body.Add(new Heading(Sayings.Title, IsTitle: true));
        body.Add(new Paragraph($"{how} {Sayings.Promise}"));

        // Nothing opens the welcome again; what can be asked is nearest to it.
        var presses = new CardPresses(new CardSetting(answerer, DeliveryId: null), Sayings.Help.Target);
        var examples = Examples.Of(answerer.Knowledge).Questions;
        if (kind == ConversationKind.Personal && examples.Length > 0)
        {
            body.Add(new Heading("For example") { Spacing = CardSpacing.Medium });
        }

        FollowUp[] offers = kind == ConversationKind.Personal ? [.. examples, Sayings.AllRoles] : [.. examples.Take(1), Sayings.AllRoles, Sayings.Help];
        body.Add(Buttons(presses, offers));
        if (kind == ConversationKind.Personal)
        {
            body.Add(CardLines.Remark($"I know {answerer.Knowledge.Roles.Length} roles, {answerer.Knowledge.Activities.Length} activities and {answerer.Knowledge.Topics.Length} topics. “roles” shows every role, “compare” sets two side by side, “help” says what I can be asked."));
        }

        if (hasTips)
        {
            body.Add(CardLines.Remark(Sayings.Tips("“tips on”")));
        }

        return Carded($"{Sayings.Title}. {how}", body.ToImmutable());
    }

    /// <summary>Two menus of roles to choose from, and a button (<see cref="CardVerbs.Compare"/>).</summary>
    /// <param name="answerer">Who answers.</param>
    public static TeamsMessage CompareForm(Answerer answerer)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        using var sheet = new CardSheet(ActivityJson.MostOfCard);
        var roles = answerer.Knowledge.Roles.OrderBy(role => role.Name, StringComparer.Ordinal).Select(CardTargets.Of).Where(offer => CardPresses.Fits(offer.Target)).ToList();
        if (roles.Count < 2)
        {
            return Plain("There are no two roles to compare.");
        }

        return Carded(
            "Compare two roles: choose them on the card.",
            [
                new Heading("Compare two roles", IsTitle: true),
                CardMenu.Of(FirstRole, "First role…", roles, MostOfMenu, sheet),
                CardMenu.Of(SecondRole, "Second role…", roles, MostOfMenu, sheet),
                new ButtonRow([new VerbButton("Compare", CardVerbs.Compare, new ButtonValues(answerer, delivery: null).Of(target: null)) { SendsInputs = true, IsPositive = true }]),
            ]);
    }

    /// <summary>A button whose card is gone, with what is nearest to it.</summary>
    /// <param name="answerer">Who answers now.</param>
    /// <param name="target">What the button would have opened; null where that is not known.</param>
    /// <param name="today">The reader's date.</param>
    /// <param name="back">What the pressed button carried to go back to; null for nothing.</param>
    public static TeamsMessage Gone(Answerer answerer, string? target, DateOnly today, string? back = null)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var presses = new CardPresses(new CardSetting(answerer, DeliveryId: null) { Back = back }, target: null);
        return Carded(
            $"{Sayings.Gone} use the buttons, or type “roles”.",
            [
                new Paragraph(Sayings.Gone),
                Buttons(presses, [.. Nearest.To(answerer, target, today), Sayings.AllRoles, Sayings.Help]),
            ]);
    }

    /// <summary>Thanks for a thumb, with a field to say why (<see cref="CardVerbs.Why"/>).</summary>
    /// <param name="thumb">The thumb as it came, with the delivery that the text is stored for.</param>
    /// <param name="back">What the pressed button carried to go back to; null for nothing.</param>
    public static TeamsMessage Thanks(ThumbValue thumb, string? back = null)
    {
        ArgumentNullException.ThrowIfNull(thumb);
        var thanks = thumb.IsUp ? Sayings.ThanksForUp : Sayings.ThanksForDown;
        var row = ImmutableArray.Create<CardButton>(new VerbButton("Send", CardVerbs.Why, thumb.Button) { Back = back, SendsInputs = true });
        if (BackTrail.First(back) is { } first)
        {
            row = row.Add(new VerbButton("‹ Back", CardVerbs.Open, thumb.Button with { Target = first, Fingerprint = null }) { Back = BackTrail.Rest(back) });
        }

        return Carded(
            thanks,
            [
                new Paragraph(thanks),
                new TextInput(WhyText, Sayings.AskWhy(thumb.IsUp), MostOfWhy) { Example = Sayings.WhyExample(thumb.IsUp), Required = "Please write a word first." },
                new ButtonRow(row),
            ]);
    }

    private static ButtonRow Buttons(CardPresses presses, IEnumerable<FollowUp> offers)
    {
        var row = offers.DistinctBy(offer => offer.Target, StringComparer.Ordinal).Where(offer => CardPresses.Fits(offer.Target)).Select(offer => (CardButton)presses.Open(offer.Label, offer.Target));
        return new ButtonRow([.. presses.Back() is { } back ? row.Prepend(back) : row]);
    }

    private static TeamsMessage Carded(string summary, ImmutableArray<CardElement> body) => new(summary, new AdaptiveCard(body, [], summary));

    private static TeamsMessage Plain(string text) => new(text, null) { Text = text };
}
