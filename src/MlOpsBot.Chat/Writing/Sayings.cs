namespace MlOpsBot.Chat.Writing;

/// <summary>What is said around answers, the same on every platform.</summary>
public static class Sayings
{
    /// <summary>The notice on a card that is not what the button's message showed.</summary>
    public const string Changed = "This card has changed since the button was posted. Here is what it says now.";

    /// <summary>Thanks for thumbs up.</summary>
    public const string ThanksForUp = "Thanks, good to know that it helped.";

    /// <summary>Thanks for thumbs down.</summary>
    public const string ThanksForDown = "Thanks for saying so. A word on what was missing helps to mend the card.";

    /// <summary>Thanks for the word why.</summary>
    public const string ThanksForWhy = "Thank you. The keepers of the knowledge will read it.";

    /// <summary>Too many questions wait: nothing is answered now.</summary>
    public const string Busy = "Many questions are waiting here just now, so I could not take yours. Please ask again in a minute.";

    /// <summary>Somebody, or everybody there together, asks more than may be asked.</summary>
    public const string TooMuch = "That is more than I may answer in a minute, so I left it out. Please ask again in a moment.";

    /// <summary>A question that was kept waiting for so long that its answer would come out of the blue.</summary>
    public const string Late = "I could not get to your question in time, and kept you waiting. Please ask again if you still need to know.";

    /// <summary>Something failed on our side.</summary>
    public const string Failed = "Something went wrong on my side, and it is written down. Please try again.";

    /// <summary>A button whose card is gone.</summary>
    public const string Gone = "That card is no longer in the knowledge. These are there:";

    /// <summary>What the bot is about.</summary>
    public const string Title = "Who does what in ML operations";

    /// <summary>How it answers.</summary>
    public const string Promise = "I answer from cards with their sources, and say so when I do not know.";

    /// <summary>That there are tips, where there are.</summary>
    /// <param name="order">What switches them on.</param>
    public static string Tips(string order) => $"{order}: a role tip a day, in a channel or here.";

    /// <summary>Opens the list of all roles, and what it says.</summary>
    public static Answers.FollowUp AllRoles { get; } = new("All roles", "list:roles");

    /// <summary>Opens what can be asked, and what it says.</summary>
    public static Answers.FollowUp Help { get; } = new("What can I ask?", "help");

    /// <summary>What the field for a word why asks.</summary>
    /// <param name="isUp">Whether it is about thumbs up.</param>
    public static string AskWhy(bool isUp) => isUp ? "What was good about this answer?" : "What did you look for, or what is wrong?";

    /// <summary>What could stand in the field for a word why.</summary>
    /// <param name="isUp">Whether it is about thumbs up.</param>
    public static string WhyExample(bool isUp) => isUp ? "It named the right person at once." : "The owner has changed: ask …";
}
