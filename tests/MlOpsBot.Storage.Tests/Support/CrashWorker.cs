using System.Globalization;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storage.Tests.Support;

/// <summary>
/// A small bot that records events, answers them and says on standard output what it has got done, until it is killed. The
/// platform that it posts to is a file with one delivery a line, in which it also looks up what an earlier life posted.
/// </summary>
internal static class CrashWorker
{
    public const string Verb = "crash-worker";

    public static readonly WorkspaceKey Workspace = new("slack", "T1");

    /// <summary>Arguments: the folder or connection string, the platform's file, the hours ahead, the first and the last event to record.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (place, platform) = (args[0], args[1]);
        var numbers = args[2..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var options = place.Contains('=', StringComparison.Ordinal)
            ? new StorageOptions { PostgresConnectionString = place }
            : new StorageOptions { DataFolder = place };
        var secrets = AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey());
        await using var store = await Store.OpenAsync(options, secrets, new AheadTime(TimeSpan.FromHours(numbers[0])));
        await using var output = Console.OpenStandardOutput();
        await AnswerAsync(store, platform, output);
        for (var number = numbers[1]; number <= numbers[2]; number++)
        {
            var id = EventId(number);
            await store.Inbox.RecordAsync(new IncomingEvent(Workspace, id, "app_mention", "who owns it?") { SecondKey = $"C1:{id}" });
            await SayAsync(output, $"acknowledged {id}");
            await AnswerAsync(store, platform, output);
        }

        return 0;
    }

    public static string EventId(int number) => string.Create(CultureInfo.InvariantCulture, $"E{number}");

    private static async Task AnswerAsync(Store store, string platform, Stream output)
    {
        foreach (var claim in await store.Inbox.ClaimAsync("slack", limit: 2, TimeSpan.FromMinutes(1)))
        {
            await SayAsync(output, $"claimed {claim.Event.EventId}");
            await DeliverAsync(store, claim, platform, output);
            if (!await store.Inbox.CompleteAsync(claim))
            {
                throw new InvalidOperationException("Nobody else could have claimed it.");
            }

            await SayAsync(output, $"completed {claim.Event.EventId}");
        }
    }

    private static async Task DeliverAsync(Store store, ClaimedEvent claim, string platform, Stream output)
    {
        var intent = await store.Deliveries.IntendAsync(claim, new NewDelivery(Workspace, NewDelivery.NewId(), "C1", "{}", "k1"));
        var delivery = intent.Delivery!;
        var id = delivery.Content.Id;
        await SayAsync(output, $"intended {id}");
        if (delivery.State == DeliveryState.Posted)
        {
            return;
        }

        if (intent.Outcome == IntentOutcome.Recorded || !File.ReadAllText(platform).Contains(id, StringComparison.Ordinal))
        {
            await using var file = new FileStream(platform, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{claim.Event.EventId} {id}\n"));
        }

        await SayAsync(output, $"posted {id}");
        await store.Deliveries.PostedAsync(Workspace, id, "1.1");
    }

    private static async Task SayAsync(Stream output, string line)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        await output.FlushAsync();
    }
}
