using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Tests.Faults;

internal enum AskedHow
{
    /// <summary>A mention, answered in its thread.</summary>
    Mention,

    /// <summary>A direct message.</summary>
    Direct,

    /// <summary>A mention in a channel that is answered privately.</summary>
    Private,

    /// <summary>A follow-up button of an earlier answer.</summary>
    Button,
}

/// <summary>One question of a test, asked by a person of its own, so that every answer to it is known for one.</summary>
/// <param name="Row">The row of the fault table.</param>
/// <param name="How">How it was asked.</param>
/// <param name="Person">Who.</param>
/// <param name="Delivery">Its way to the bot.</param>
/// <param name="Since">The number of the last change before it.</param>
internal sealed record Asked(string Row, AskedHow How, Person Person, Delivery Delivery, int Since)
{
    /// <summary>The message asked with; null for buttons.</summary>
    public Message? Message { get; init; }

    /// <summary>What came of it in the end. What everybody in a channel sees can be looked up, so it is answered once; what one person alone sees cannot.</summary>
    public async Task<AskedEnd> EndAsync(IEnumerable<Change> changes, Store store)
    {
        var outcome = await OutcomeAsync(changes, store);
        var isRight = outcome switch
        {
            AskedOutcome.Once => true,
            AskedOutcome.Doubtful => How == AskedHow.Private,
            AskedOutcome.NotTaken => How == AskedHow.Button,
            _ => false,
        };
        var row = isRight ? null : await store.Inbox.FindAsync(new WorkspaceKey("slack", Person.Workspace.Id), Delivery.Content.Id);
        return new AskedEnd(Row, outcome, $"{this}{(row is null ? "" : $", {row.State}: {row.Reason}")}", isRight);
    }

    private async Task<AskedOutcome> OutcomeAsync(IEnumerable<Change> changes, Store store)
    {
        var answers = changes.Skip(Since).Where(change => change is { Kind: ChangeKind.Posted, Message: { IsFromBot: true } message } && IsAnswer(message)).ToList();
        if (answers.Count > 1)
        {
            return AskedOutcome.Twice;
        }

        if (answers is [{ Message: { } answer }])
        {
            // A card, not an apology.
            return answer.Controls.Any(control => control.ActionId == "thumb") ? AskedOutcome.Once : AskedOutcome.Lost;
        }

        if (How == AskedHow.Button)
        {
            return Delivery.IsAcknowledged ? AskedOutcome.Lost : AskedOutcome.NotTaken;
        }

        var status = await store.Inbox.FindAsync(new WorkspaceKey("slack", Person.Workspace.Id), Delivery.Content.Id);
        return status?.State == WorkState.Doubtful ? AskedOutcome.Doubtful : AskedOutcome.Lost;
    }

    public override string ToString() => $"{How} of {Person} ({Row}): {Delivery}";

    private bool IsAnswer(Message message) => How switch
    {
        AskedHow.Mention => message.ThreadTs == Message!.Ts && message.OnlyFor is null,
        AskedHow.Direct => message.Channel == Message!.Channel,
        AskedHow.Private => message.OnlyFor == Person.Id,
        _ => message.OnlyFor is null && message.Mentions.Any(mention => mention.Target == Person.Id),
    };
}
