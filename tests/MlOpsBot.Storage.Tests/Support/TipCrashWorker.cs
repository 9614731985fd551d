using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tests.Support;

/// <summary>
/// A small bot that plans tips, posts them and has its subscriptions changed, and says on standard output what it has got done, until
/// it is killed. Each of its lives is a day later than the one before. The platform is a file with one post a line, in which it also
/// looks up what an earlier life posted.
/// </summary>
internal static class TipCrashWorker
{
    public const string Verb = "tip-crash-worker";
    public const int Channels = 12;

    // Each makes a channel due again, so there must be an end of them.
    private const int ChangesALife = 4;

    private static readonly WorkspaceKey _workspace = new("slack", "T1");

    /// <summary>Arguments: the folder or connection string, the platform's file, the life from 0, the moment of the first one.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (place, platform) = (args[0], args[1]);
        var life = int.Parse(args[2], CultureInfo.InvariantCulture);
        var began = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(args[3], CultureInfo.InvariantCulture));
        var options = place.Contains('=', StringComparison.Ordinal)
            ? new StorageOptions { PostgresConnectionString = place }
            : new StorageOptions { DataFolder = place };
        var secrets = AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey());
        await using var store = await Store.OpenAsync(options, secrets, new AheadTime(began + TimeSpan.FromDays(life) - TimeProvider.System.GetUtcNow()));
        await using var output = Console.OpenStandardOutput();
        await SubscribeAsync(store, began, output);
        for (var i = 0; await store.Tips.PlanDueAsync(3, subscription => Plan(subscription, began, life)) > 0; i++)
        {
            await SayAsync(output, "planned");
            if (i < ChangesALife)
            {
                await ChangeAsync(store, $"C{(i + life) % Channels}", began, output);
            }

            await PostAsync(store, platform, limit: 2, output);
        }

        while (await PostAsync(store, platform, limit: 4, output) > 0)
        {
        }

        return 0;
    }

    public static string Day(DateTimeOffset began, int life) => (began + TimeSpan.FromDays(life)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Every day from the first on that has no row yet.
    private static TipPlanning Plan(TipSubscription subscription, DateTimeOffset began, int life)
    {
        var days = Enumerable.Range(0, life + 1)
            .Where(day => string.CompareOrdinal(Day(began, day), subscription.LastDay) > 0)
            .Select(day => new PlannedTip(Day(began, day), began + TimeSpan.FromDays(day), began + TimeSpan.FromDays(day), null));
        return new TipPlanning([.. days], began + TimeSpan.FromDays(life + 1));
    }

    private static async Task SubscribeAsync(Store store, DateTimeOffset began, Stream output)
    {
        for (var i = 0; i < Channels; i++)
        {
            var channel = $"C{i}";
            if (await store.Tips.FindAsync(_workspace, channel) is null)
            {
                await store.Tips.ChangeAsync(new TipSubscription(_workspace, channel, "{}", "U1", TipState.On, began), "U1", "on");
                await SayAsync(output, $"subscribed {channel}");
            }
        }
    }

    private static async Task ChangeAsync(Store store, string channel, DateTimeOffset due, Stream output)
    {
        var subscription = (await store.Tips.FindAsync(_workspace, channel))!;
        await store.Tips.SuspendAsync(_workspace, channel, "is_archived");
        await SayAsync(output, $"suspended {channel}");
        await store.Tips.ResumeAsync(_workspace, channel, due);
        _ = await store.Tips.ChangeAsync(subscription with { NextDue = due }, "U1", "changed") ?? throw new InvalidOperationException("Nobody else could have changed it.");
        await SayAsync(output, $"changed {channel}");
    }

    private static async Task<int> PostAsync(Store store, string platform, int limit, Stream output)
    {
        var ledger = store.Tips.Ledger.Of("slack");
        ImmutableArray<ClaimedTip> claims = await ledger.ClaimAsync(limit, TimeSpan.FromMinutes(1), CancellationToken.None);
        foreach (var claim in claims)
        {
            await SayAsync(output, $"claimed {claim.Day.Channel}");
            var tip = await store.Tips.Ledger.ChooseAsync(claim, new ChosenTip(Guid.NewGuid().ToString("N"), "developer", ""));
            await SayAsync(output, $"chose {tip!.Tip}");
            await DeliverAsync(store, claim, tip, platform, output);
            if (!await ledger.SettleAsync(claim, new Settlement(WorkState.Done, null), CancellationToken.None))
            {
                throw new InvalidOperationException("Nobody else could have claimed it.");
            }

            await SayAsync(output, $"settled {claim.Day.Channel}");
        }

        return claims.Length;
    }

    private static async Task DeliverAsync(Store store, ClaimedTip claim, ChosenTip tip, string platform, Stream output)
    {
        var id = claim.Day.Delivery;
        var intent = await store.Deliveries.IntendAsync(claim, new NewDelivery(_workspace, id, claim.Day.Channel, "{}", "k1"));
        await SayAsync(output, $"intended {id}");
        if (intent.Delivery!.State == DeliveryState.Posted)
        {
            return;
        }

        if (intent.Outcome == IntentOutcome.Recorded || !File.ReadAllText(platform).Contains(id, StringComparison.Ordinal))
        {
            await using var file = new FileStream(platform, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{claim.Day.Channel} {claim.Day.Day} {tip.Tip} {id}\n"));
        }

        await SayAsync(output, $"posted {id}");
        await store.Deliveries.PostedAsync(_workspace, id, $"m-{id}");
    }

    private static async Task SayAsync(Stream output, string line)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        await output.FlushAsync();
    }
}
