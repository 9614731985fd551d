using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Tells whoever waits that something failed for good on our side: silence would look as if nobody had heard them.</summary>
internal sealed class Apology(Whisperer whisperer, CurrentAnswerer current)
{
    /// <summary>Says it to who asked or pressed, in the place where they did.</summary>
    public Task MakeAsync(SlackJob job, SlackWork work, CancellationToken cancellation)
    {
        var listener = work switch
        {
            QuestionAsked { IsMention: true } asked => new Listener(asked.Actor.User, asked.Channel, asked.ThreadTs),
            QuestionAsked { ChannelKind: ChannelKind.Direct } asked => new Listener(asked.Actor.User, asked.Channel, asked.ThreadTs),
            MessagePointedAt pointed => new Listener(pointed.Actor.User, pointed.Channel, pointed.ThreadTs, pointed.ResponseUrl),
            ButtonPressed pressed => new Listener(pressed.Actor.User, pressed.Surface.Channel, pressed.Surface.ThreadTs, pressed.ResponseUrl),
            FormSubmitted form => new Listener(form.Actor.User, null, null),
            _ => null,
        };
        return listener is null
            ? Task.CompletedTask
            : whisperer.TellAsync(
                job,
                listener,
                new Parcel(new DeliveryPlace(listener.User), DeliveryNote.None, current().Knowledge.Version, _ => Notes.Failed) { Step = LastAttempt.ApologyStep },
                cancellation);
    }
}
