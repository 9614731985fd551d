using System.Text.RegularExpressions;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>A conversation as those in it see it, in plain lines. Not thread-safe.</summary>
internal sealed partial class Transcript
{
    private readonly SlackBot _bot;
    private readonly TranscriptText<Change> _text;

    public Transcript(SlackBot bot)
    {
        _bot = bot;
        _text = new TranscriptText<Change>(() => bot.Slack.World.Changes, bot.RestAsync, Write);
    }

    public string Text => _text.ToString();

    /// <summary>What the bot has said and shown last, each kind of it.</summary>
    public IReadOnlyList<Change> Last => _text.Last;

    /// <summary>Something is done; see <see cref="TranscriptText{TChange}.DoAsync"/>.</summary>
    public Task DoAsync(Person who, string? what, Func<Task> act) => _text.DoAsync(who.Name, what, act);

    /// <summary>The last message of the bot's of the last step.</summary>
    public Message Message() => Last.Last(change => change.Message is { IsFromBot: true } && change.Kind is ChangeKind.Posted or ChangeKind.Updated).Message!;

    /// <summary>The modal or Home tab of the last step.</summary>
    public View View() => Last.Last(change => change.View is not null).View!;

    private void Write(Change change)
    {
        switch (change)
        {
            case { Message: { IsFromBot: false } said }:
                _text.Said(Name(said.Author) + Where(said), Readable(said.Text));
                break;
            case { Message: { } message, Kind: ChangeKind.Posted or ChangeKind.Updated }:
                WriteIndented($"mlopsbot{Where(message)}{(message.OnlyFor is { } only ? $", only {Name(only)} sees it" : "")}{(change.Kind == ChangeKind.Updated ? ", in place of what was there" : "")}:", message.Read());
                break;
            case { View: { } view, Kind: not ChangeKind.ModalClosed }:
                WriteIndented(view.IsHome ? $"Home tab of {Name(view.User)}:" : $"Modal of {Name(view.User)}:", view.Read());
                break;
            case { Message: { } message }:
                WriteIndented($"({change.Kind.ToString().ToLowerInvariant()})", message.Text);
                break;
            default:
                WriteIndented($"({change.Kind.ToString().ToLowerInvariant()})", "");
                break;
        }
    }

    private void WriteIndented(string head, string body) => _text.Seen(head, Readable(body));

    private string Where(Message message)
    {
        var channel = _bot.Slack.World.FindChannel(message.Channel)!;
        return (channel.Kind == PlaceKind.Direct ? " in a direct message" : $" in #{channel.Name}") + (message.ThreadTs is null ? "" : ", in the thread");
    }

    private string Name(string user) => _bot.Slack.World.FindPerson(user)?.Name ?? user;

    private string Readable(string text) => System.Net.WebUtility.HtmlDecode(Mentioned().Replace(text, match => match.Groups["who"].Value is var who && match.Value[1] == '#'
        ? "#" + (_bot.Slack.World.FindChannel(who)?.Name ?? who)
        : "@" + Name(who)));

    [GeneratedRegex("<[@!#](?<who>[A-Za-z0-9]+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mentioned();
}
