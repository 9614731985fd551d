using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>A conversation as those in it see it, in plain lines. Not thread-safe.</summary>
internal sealed class Transcript
{
    private readonly TeamsBot _bot;
    private readonly TranscriptText<Change> _text;

    public Transcript(TeamsBot bot)
    {
        _bot = bot;
        _text = new TranscriptText<Change>(() => bot.Teams.World.Changes, bot.RestAsync, Write);
    }

    public string Text => _text.ToString();

    /// <summary>What the bot has said and shown last.</summary>
    public IReadOnlyList<Change> Last => _text.Last;

    /// <summary>Something is done; see <see cref="TranscriptText{TChange}.DoAsync"/>.</summary>
    public Task DoAsync(Person who, string? what, Func<Task> act) => _text.DoAsync(who.Name, what, act);

    /// <summary>Something is seen that is no message: the list of the search box, a dialog, a thank-you.</summary>
    public void Seen(string what, string body) => _text.Seen(what, body);

    /// <summary>The card that the bot posted or showed last.</summary>
    public Card Card() => Last.Last(change => change.Message is { IsFromBot: true, Card: not null }).Message.Card!;

    /// <summary>The message that the bot posted last.</summary>
    public Message Message() => Last.Last(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true }).Message;

    private void Write(Change change)
    {
        switch (change)
        {
            case { Message.Author: { } author }:
                _text.Said(author.Name + Where(change.Message), change.Message.Text.Length > 0 ? change.Message.Text : "(a card)\n" + change.Message.Read());
                break;
            case { Kind: ChangeKind.Posted or ChangeKind.Updated }:
                _text.Seen($"mlopsbot{Where(change.Message)}{(change.Kind == ChangeKind.Updated ? ", in place of what was there" : "")}:", Read(change.Message));
                break;
            case { Kind: ChangeKind.Shown }:
                _text.Seen("in place of the card, for whoever pressed:", change.Message.Read());
                break;
            default:
                _text.Seen($"({change.Kind.ToString().ToLowerInvariant()})", "");
                break;
        }
    }

    private static string Read(Message message)
        => string.Join('\n', [.. message.Summary.Length > 0 ? [$"Notification: {message.Summary}"] : (string[])[], message.Read(), .. message.HasFeedbackLoop ? (string[])["(thumbs of Teams' own below)"] : []]);

    private string Where(Message message)
    {
        var chat = _bot.Teams.World.FindChat(message.Conversation)!;
        return chat.Kind switch
        {
            ConversationKind.Personal => " in the personal chat",
            ConversationKind.Group => $" in the group chat \"{chat.Name}\"",
            _ => $" in #{chat.Name}" + (message.Conversation.EndsWith($";messageid={message.Id}", StringComparison.Ordinal) ? "" : ", in the thread"),
        };
    }
}
