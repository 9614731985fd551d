using System.Globalization;
using System.Text.Json;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using MlOpsBot.Wire;
using NodaTime;

namespace MlOpsBot.CommandLine;

/// <summary>What <c>tips list</c> and <c>tips replay</c> read from the store.</summary>
internal static class TipsLedger
{
    private const int Page = 500;

    /// <summary>Prints every subscription.</summary>
    public static async Task<int> ListAsync(ServerSettings settings, bool isJson, Surroundings surroundings, CancellationToken stop)
    {
        var (store, _, code) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        if (store is null)
        {
            return code;
        }

        await using var open = store;
        var (count, on) = (0, 0);
        await foreach (var subscription in AllAsync(open, stop))
        {
            var document = Document(subscription);
            (count, on) = (count + 1, on + (document.State == "on" ? 1 : 0));
            await surroundings.Output.WriteLineAsync(isJson
                ? JsonSerializer.Serialize(document, BotJson.Lines.TipChannelDocument)
                : $"{subscription.Workspace} {subscription.Channel}: {document.State}, {document.Schedule}, about {document.About}"
                    + $"{(document.NextDue is { } due ? $"; next due {due}" : "")}{(document.Suspended is { } why ? $"; {why}" : "")}");
        }

        if (!isJson)
        {
            await surroundings.Output.WriteLineAsync(count == 0
                ? "No channel has tips yet. In a channel, type /mlops tips on or @bot tips on."
                : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "channel" : "channels")}, {on:N0} on."));
        }

        return ExitCode.Fine;
    }

    /// <summary>Compares every subscription with the ledger.</summary>
    public static async Task<int> ReplayAsync(ServerSettings settings, ReplayWish wish, Surroundings surroundings, CancellationToken stop)
    {
        if (!wish.IsDryRun)
        {
            return await ExistingStore.RefuseAsync(surroundings, "Give --dry-run: replaying compares schedules with the ledger, and posts nothing, ever.");
        }

        if (LedgerDay.Read(wish.From) is not { } from || LedgerDay.Read(wish.To) is not { } to || from > to)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"'{wish.From}' to '{wish.To}' are no days from one to a later one; write them as 2026-11-01 2026-11-30.");
        }

        var (store, options, code) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        if (store is null)
        {
            return code;
        }

        await using var open = store;
        var rows = (await RowsAsync(open, from, to, stop)).ToLookup(row => (row.Workspace, row.Channel));
        var tally = new int[Enum.GetValues<ReplayVerdict>().Length];
        await foreach (var subscription in AllAsync(open, stop))
        {
            foreach (var day in TipReplay.Compare(subscription, rows[(subscription.Workspace, subscription.Channel)], from, to, settings.Clock.GetUtcNow(), options.Tips.Latest))
            {
                tally[(int)day.Verdict]++;
                await PrintAsync(subscription, day, wish.IsJson, surroundings.Output);
            }
        }

        if (!wish.IsJson)
        {
            await surroundings.Output.WriteLineAsync(string.Join(", ", Enum.GetValues<ReplayVerdict>().Select(verdict => $"{tally[(int)verdict]} {Word(verdict)}")) + ".");
        }

        return tally[(int)ReplayVerdict.Missing] + tally[(int)ReplayVerdict.Unexpected] + tally[(int)ReplayVerdict.Overdue] > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static async Task PrintAsync(TipSubscription subscription, ReplayedDay day, bool isJson, TextWriter output)
    {
        var (workspace, channel) = (subscription.Workspace, subscription.Channel);
        if (isJson)
        {
            var document = new TipReplayDocument(
                workspace.Platform, workspace.Id, channel, LedgerDay.Write(day.Day), Word(day.Verdict).Replace(' ', '-'), day.Row?.State.ToString().ToLowerInvariant(), day.Row?.Reason);
            await output.WriteLineAsync(JsonSerializer.Serialize(document, BotJson.Lines.TipReplayDocument));
        }
        else if (day.Verdict != ReplayVerdict.AsPlanned)
        {
            await output.WriteLineAsync($"{workspace} {channel} {LedgerDay.Write(day.Day)}: {Word(day.Verdict)}{(day.Row?.Reason is { } reason ? $" ({reason})" : "")}");
        }
    }

    private static string Word(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.AsPlanned => "as planned",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    private static TipChannelDocument Document(TipSubscription subscription)
    {
        var plan = PlanJson.Read(subscription.Plan);
        var state = subscription switch
        {
            { State: TipState.Off } => "off",
            { Suspension: not null } => "suspended",
            _ when plan is { IsPaused: true } => "paused",
            _ => "on",
        };
        return new TipChannelDocument(
            subscription.Workspace.Platform,
            subscription.Workspace.Id,
            subscription.Channel,
            state,
            plan is null ? "a plan that cannot be read" : ScheduleWords.Say(plan.Schedule),
            plan is null || plan.Topics.IsDefaultOrEmpty ? "everything" : string.Join(", ", plan.Topics.Select(topic => topic.Label)),
            subscription.NextDue?.ToString("u", CultureInfo.InvariantCulture),
            subscription.LastDay,
            subscription.Suspension?.Reason);
    }

    private static async IAsyncEnumerable<TipSubscription> AllAsync(Store store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        TipSubscription? after = null;
        do
        {
            var page = await store.Tips.ListAsync(Page, after, stop);
            foreach (var subscription in page)
            {
                yield return subscription;
            }

            after = page.Length == Page ? page[^1] : null;
        }
        while (after is not null);
    }

    private static async Task<List<TipDay>> RowsAsync(Store store, LocalDate from, LocalDate to, CancellationToken stop)
    {
        var rows = new List<TipDay>();
        TipDay? after = null;
        do
        {
            var page = await store.Tips.Ledger.BetweenAsync(LedgerDay.Write(from), LedgerDay.Write(to), Page, after, stop);
            rows.AddRange(page);
            after = page.Length == Page ? page[^1] : null;
        }
        while (after is not null);
        return rows;
    }
}

/// <summary>What is to be compared.</summary>
/// <param name="From">The first local day, as it was written.</param>
/// <param name="To">The last one.</param>
/// <param name="IsDryRun">Whether nothing is to be posted.</param>
/// <param name="IsJson">Whether JSON is wanted.</param>
internal sealed record ReplayWish(string From, string To, bool IsDryRun, bool IsJson);
