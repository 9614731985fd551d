using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Changes a channel's rules, by who may, as Slack says at that moment. Every change is told to the channel, with who made it and a
/// way back, and lies in the audit.
/// </summary>
internal sealed class SettingsWork(
    ChannelSettings settings, PressReply reply, SlackCourier courier, Whisperer whisperer, SlackApi api, Store store, Current<SlackOptions> options, CurrentAnswerer current)
{
    /// <summary>"Change" or "Undo".</summary>
    public async Task<WorkOutcome> PressedAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        if (pressed.ActionId is not (ActionIds.SettingsEdit or ActionIds.SettingsUndo))
        {
            // A choice inside of the form: what counts is the form, when it is sent.
            return WorkOutcome.Done;
        }

        if (!RuleValue.TryRead(pressed.Value, out var value))
        {
            return await reply.UnreadableAsync(job, pressed, answerer, cancellation);
        }

        var permission = await settings.MayChangeAsync(job.Access, pressed.Actor, cancellation);
        if (permission != Permission.Granted)
        {
            await NoteAsync(job, pressed.Actor, value.Channel, permission, cancellation);
            return await reply.SayAsync(job, pressed, answerer, Refusal(permission), cancellation);
        }

        return pressed.ActionId == ActionIds.SettingsEdit
            ? await EditAsync(job, pressed, answerer, value.Channel, cancellation)
            : await UndoAsync(job, pressed, answerer, value, cancellation);
    }

    /// <summary>The form, filled in.</summary>
    public async Task<WorkOutcome> SubmittedAsync(SlackJob job, FormSubmitted form, CancellationToken cancellation)
    {
        if (!RuleValue.TryRead(form.Metadata, out var shown)
            || !RuleValue.TryRule(Value(ActionIds.SettingsPlace), Value(ActionIds.SettingsFollow), Value(ActionIds.SettingsSilent), out var rule))
        {
            return WorkOutcome.GiveUp("a form of settings that cannot be read");
        }

        var permission = await settings.MayChangeAsync(job.Access, form.Actor, cancellation);
        if (permission == Permission.Unknown)
        {
            return WorkOutcome.Retry("who changes the settings is not known yet");
        }

        if (permission == Permission.Denied)
        {
            await NoteAsync(job, form.Actor, shown.Channel, permission, cancellation);
            return (await TellAsync(job, form.Actor, shown.Channel, Refusal(permission), cancellation)).ToOutcome();
        }

        var before = await ChangeAsync(job, form.Actor, shown.Channel, rule, shown.Rule, cancellation);
        var saved = Notes.SettingsSaved(form.Actor.User, new RuleValue(shown.Channel, rule), new RuleValue(shown.Channel, before), options.Value.Channels);
        var posting = await courier.DeliverAsync(job, Parcel(new DeliveryPlace(shown.Channel), saved), cancellation);
        return posting.Refusal is { } code && !Refusals.IsToken(code)
            ? (await TellAsync(job, form.Actor, shown.Channel, saved, cancellation)).ToOutcome()
            : posting.ToOutcome();

        string? Value(string field) => form.Values.GetValueOrDefault(field);
    }

    private async Task<WorkOutcome> EditAsync(SlackJob job, ButtonPressed pressed, Answerer answerer, string channel, CancellationToken cancellation)
    {
        // As it is now, not as it was when the button was shown.
        var now = await store.ChannelRules.FindAsync(job.Workspace, channel, cancellation) ?? ChannelSettings.Unset;
        return await reply.OpenModalAsync(job, pressed, answerer, Forms.Settings(new RuleValue(channel, now), options.Value.Channels), cancellation);
    }

    private async Task<WorkOutcome> UndoAsync(SlackJob job, ButtonPressed pressed, Answerer answerer, RuleValue value, CancellationToken cancellation)
    {
        var before = await ChangeAsync(job, pressed.Actor, value.Channel, value.Rule, value.Rule, cancellation);
        var saved = Notes.SettingsSaved(pressed.Actor.User, value, value with { Rule = before }, options.Value.Channels);
        if (pressed.ResponseUrl is { } url)
        {
            var replaced = await api.RespondAsync(url, ResponseMode.Replace, saved, pressed.Surface.ThreadTs, cancellation);
            if (replaced.Outcome != CallOutcome.Refused)
            {
                return replaced.ToOutcome();
            }
        }

        return await reply.SayAsync(job, pressed with { ResponseUrl = null }, answerer, saved, cancellation);
    }

    /// <summary>Changes the rules unless they are so already: an attempt that is repeated leaves one line in the audit. What held before.</summary>
    private async Task<ChannelRule> ChangeAsync(
        SlackJob job, SlackActor actor, string channel, ChannelRule rule, ChannelRule otherwise, CancellationToken cancellation)
    {
        var now = await store.ChannelRules.FindAsync(job.Workspace, channel, cancellation) ?? ChannelSettings.Unset;
        if (now == rule)
        {
            return otherwise;
        }

        var stored = rule == ChannelSettings.Unset ? null : rule;
        return await store.ChannelRules.SetAsync(job.Workspace, channel, stored, actor.User, cancellation) ?? ChannelSettings.Unset;
    }

    private async Task NoteAsync(SlackJob job, SlackActor actor, string channel, Permission permission, CancellationToken cancellation)
    {
        if (permission == Permission.Denied)
        {
            await store.Audit.AddAsync(
                new AuditEntry(job.Workspace, actor.User, AuditActions.Refused(AuditActions.ChannelRule), channel, $"only {(options.Value.WhoMayChangeSettings == SettingsAccess.Administrators ? "administrators" : "full members of the channel")} may"), cancellation);
        }
    }

    private SlackMessage Refusal(Permission permission) => permission == Permission.Denied
        ? Notes.NotAllowed(options.Value.WhoMayChangeSettings == SettingsAccess.Administrators)
        : Notes.CannotTellWho;

    private Task<Posting> TellAsync(SlackJob job, SlackActor actor, string channel, SlackMessage message, CancellationToken cancellation)
        => whisperer.TellAsync(job, new Listener(actor.User, channel, null), Parcel(new DeliveryPlace(actor.User), message), cancellation);

    private Parcel Parcel(DeliveryPlace place, SlackMessage message)
        => new(place, DeliveryNote.None, current().Knowledge.Version, _ => message);
}
