using System.Collections.Immutable;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Rendering.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>What somebody is to be shown, and what their conversation is to be told besides. Immutable.</summary>
/// <param name="Saying">What is shown.</param>
/// <param name="Told">What everybody there is told, as something was changed; null for nothing.</param>
internal sealed record TipSaying(Saying Saying, ToldMessage? Told);

/// <summary>
/// Takes orders about tips, typed or by a button, and says what came of them. Nothing that a button carries is believed in: who may
/// do what is asked of the desk each time. Thread-safe.
/// </summary>
internal sealed class TipOrders(Store store, Places places, People people, CurrentAnswerer current, Respondent respondent, Current<TeamsOptions> options, TipDesk? desk = null)
{
    /// <summary>The verb of a tip's target: <c>tip:2027-01-05:governance/ask-early</c>, without a day where it was only shown.</summary>
    private const string Target = "tip:";

    /// <summary>Whether there are tips at all.</summary>
    public bool IsThere => desk is not null;

    /// <summary>What opens a tip again, with its day's reason why; the day is empty where it was not posted.</summary>
    public static string TargetOf(string day, string tip) => $"{Target}{day}:{tip}";

    /// <summary>Does what somebody typed after "tips". What an earlier attempt has done is not done again.</summary>
    public async Task<TipSaying> OrderAsync(ClaimedEvent claim, QuestionAsked asked, string words, CancellationToken cancellation)
    {
        var actor = ActorOf(asked.Place, asked.Actor);
        var reply = await desk!.OnceAsync(actor, claim, () => desk.OrderAsync(actor, words, cancellation), cancellation);
        return await SayAsync(asked.Place, asked.Actor, reply, back: null, cancellation);
    }

    /// <summary>Does what a button stands for.</summary>
    /// <param name="press">The press.</param>
    /// <param name="claim">What was recorded of it, and may be worked on again; null for what is answered at once.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TipSaying> PressAsync(Press press, ClaimedEvent? claim, CancellationToken cancellation)
    {
        if (desk is null || press.Action.Tip is not { } tip)
        {
            return new TipSaying(Presses.Unreadable(current()), null);
        }

        var actor = ActorOf(press.Place, press.Actor);
        var back = press.Shown == CardPlace.InPlace ? press.Action.Back : null;
        switch (tip.Do)
        {
            case TipActs.Form:
                var form = await desk.FormAsync(actor, cancellation);
                return new TipSaying(Saying.Of(TipFormCard.Message(form, Setting(back)), current().Knowledge.Version), null);

            case TipActs.Save:
                return await SaveAsync(press, actor, tip.Value, back, cancellation);

            case TipActs.Pause:
                var until = press.Action.Inputs.GetValueOrDefault(TipReplyCard.Until)?.Trim();
                return await SayAsync(press.Place, press.Actor, await OnceAsync(() => desk.OrderAsync(actor, string.IsNullOrEmpty(until) ? "pause" : $"pause until {until}", cancellation)), back, cancellation);

            case TipActs.More or TipActs.Less when BackTrail.First(back) is { } shown && await FindAsync(press.Place, shown, cancellation) is { } voted:
                var thanks = await desk.PressAsync(actor, TipPresses.VerbOf(tip.Do), tip.Value, cancellation);
                var said = thanks.Buttons.Where(static button => button.Verb == TipVerb.Order && button.Value.StartsWith("forget", StringComparison.Ordinal)).ToImmutableArray();
                return new TipSaying(Show(voted with { Notice = WordsOf(thanks) }, Setting(BackTrail.Rest(back)) with { Target = shown, Said = said }), null);

            case TipActs.Order or TipActs.Undo or TipActs.More or TipActs.Less:
                return await SayAsync(press.Place, press.Actor, await OnceAsync(() => desk.PressAsync(actor, TipPresses.VerbOf(tip.Do), tip.Value, cancellation)), back, cancellation);

            default:
                return new TipSaying(Presses.Unreadable(current()), null);
        }

        Task<TipReply> OnceAsync(Func<Task<TipReply>> carryOut) => claim is null ? carryOut() : desk.OnceAsync(actor, claim, carryOut, cancellation);
    }

    /// <summary>A tip that a button leads back to; null where it is no tip, or gone.</summary>
    /// <param name="place">Where it stood.</param>
    /// <param name="target">What <see cref="TargetOf"/> gave.</param>
    /// <param name="back">What "Back" on it opens.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Saying?> OpenAsync(TeamsPlace place, string? target, string? back, CancellationToken cancellation)
        => target is not null && await FindAsync(place, target, cancellation) is { } post ? Show(post, Setting(back) with { Target = target }) : null;

    /// <summary>How things stand, where the bot came back to a conversation whose tips go on.</summary>
    public async Task<Saying> BackAsync(TeamsPlace place, TeamsActor? actor, CancellationToken cancellation)
    {
        var who = actor ?? new TeamsActor(place.BotId);
        var reply = await desk!.OrderAsync(ActorOf(place, who), "status", cancellation);
        return (await SayAsync(place, who, reply with { Title = "I am back, and the tips go on" }, back: null, cancellation)).Saying;
    }

    /// <summary>Somebody's way to the desk.</summary>
    public TeamsTipActor ActorOf(TeamsPlace place, TeamsActor actor) => new(place, actor, places, people, options);

    private async Task<TipSaying> SaveAsync(Press press, TeamsTipActor actor, string version, string? back, CancellationToken cancellation)
    {
        if (TipFormCard.Read(press.Action.Inputs, version, out var fault) is { } form)
        {
            return await SayAsync(press.Place, press.Actor, await desk!.SaveAsync(actor, form, cancellation), back, cancellation);
        }

        var reply = fault is null
            ? null
            : new TipReply("Nothing is changed yet") { Lines = [TipLine.Of(fault)], Buttons = [new TipButton("Back to the form", TipVerb.Form) { IsPrimary = true }] };
        return reply is null ? new TipSaying(Presses.Unreadable(current()), null) : await SayAsync(press.Place, press.Actor, reply, back, cancellation);
    }

    private async Task<TipSaying> SayAsync(TeamsPlace place, TeamsActor actor, TipReply reply, string? back, CancellationToken cancellation)
    {
        var names = await people.NamesAsync(place, actor, reply, cancellation);
        var setting = Setting(back) with { Names = names };
        var note = reply.Tip is { } tip ? TipNote.Of(tip, setting.Answerer, respondent.Today) : DeliveryNote.None;
        var saying = new Saying(id => TipReplyCard.Message(reply, setting with { DeliveryId = id }), note, setting.Answerer.Knowledge.Version);
        return new TipSaying(saying, reply.IsChange && place.Kind != ConversationKind.Personal ? TipTeller.Of(reply, names) : null);
    }

    private static Saying Show(TipPost post, TipSetting setting)
        => new(id => TipCard.Message(post, setting with { DeliveryId = id }), DeliveryNote.None, setting.Answerer.Knowledge.Version);

    private TipSetting Setting(string? back) => new(current()) { Back = back, Today = respondent.Today };

    private async Task<TipPost?> FindAsync(TeamsPlace place, string target, CancellationToken cancellation)
    {
        var knowledge = current().Knowledge;
        if (!target.StartsWith(Target, StringComparison.Ordinal)
            || target[Target.Length..].Split(':', 2) is not [var day, var id]
            || knowledge.Tips.FirstOrDefault(tip => tip.Id == id) is not { } found
            || knowledge.FindCard(found.Card) is not { } card)
        {
            return null;
        }

        var row = day.Length == 10 ? await store.Tips.Ledger.FindAsync(place.Workspace, place.Root.ConversationId, day, cancellation) : null;
        return new TipPost(found, card, row?.Tip is { } chosen && chosen.Tip == id ? chosen.Why : "", knowledge);
    }

    private static string WordsOf(TipReply reply)
        => string.Join(' ', reply.Lines.Select(static line => string.Concat(line.Parts.Where(static part => !part.IsPerson).Select(static part => part.Text))).DefaultIfEmpty(reply.Title));
}
