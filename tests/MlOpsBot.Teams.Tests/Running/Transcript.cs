using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>A conversation as those in it see it, in plain lines. Not thread-safe.</summary>
internal sealed class Transcript(TeamsBot bot)
{
    private readonly TranscriptText _text = new();
    private int _written;

    public string Text => _text.ToString();

    /// <summary>What the bot has said and shown last.</summary>
    public IReadOnlyList<Change> Last { get; private set; } = [];

    /// <summary>Something is done; everything that comes of it is written down.</summary>
    /// <param name="who">By whom.</param>
    /// <param name="what">What, for the transcript; null for what is written as a message anyway.</param>
    /// <param name="act">Does it.</param>
    public async Task DoAsync(Person who, string? what, Func<Task> act)
    {
        if (what is not null)
        {
            _text.Did(who.Name, what);
        }

        await act();
        await bot.RestAsync();
        Last = [.. bot.Teams.World.Changes.Skip(_written)];
        _written += Last.Count;
        foreach (var change in Last)
        {
            Write(change);
        }
    }

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
        var chat = bot.Teams.World.FindChat(message.Conversation)!;
        return chat.Kind switch
        {
            ConversationKind.Personal => " in the personal chat",
            ConversationKind.Group => $" in the group chat \"{chat.Name}\"",
            _ => $" in #{chat.Name}" + (message.Conversation.EndsWith($";messageid={message.Id}", StringComparison.Ordinal) ? "" : ", in the thread"),
        };
    }
}
