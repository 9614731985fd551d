using System.Globalization;
using System.Text.Json;
using MlOpsBot.Chat.Calling;

namespace MlOpsBot.Slack.WebApi;

/// <summary>Finds a message of ours again by the delivery id in its metadata.</summary>
internal sealed class PostedSearch(SlackCaller caller)
{
    // Slack's clock and ours need not agree; an earlier start only costs a few messages more to look through.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    // Slack recommends at most 200 a page; a page of 100 stays far below the bound of an answer's length.
    private const int PageSize = 100;

    // 3,000 messages, and less than half of what tier 3 allows in a minute: a look-up for a post that is in doubt for hours in
    // a busy channel must not stop the others.
    private const int MostPages = 30;

    /// <summary>Looks through everything since then: a <c>ts</c>, or null if it is surely not there.</summary>
    public async Task<CallResult<string?>> FindAsync(
        WorkspaceAccess access, SlackCall call, string channel, string? threadTs, string deliveryId, DateTimeOffset since, CancellationToken cancellation)
    {
        var method = threadTs is null ? SlackMethod.History : SlackMethod.Replies;
        var oldest = Timestamp(since - ClockDifference);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var arguments = SlackArguments.Form(
                ("channel", channel),
                ("ts", threadTs),
                ("oldest", oldest),
                ("inclusive", "true"),
                ("include_all_metadata", "true"),
                ("limit", PageSize.ToString(CultureInfo.InvariantCulture)),
                ("cursor", cursor));
            var result = await caller.CallAsync(method, call, arguments, answer => Read(answer, access, deliveryId), cancellation);
            if (result.Outcome != CallOutcome.Done)
            {
                return new CallResult<string?>(result.Outcome, null, result.Error, result.RetryAfter);
            }

            if (result.Value!.Found is { } ts)
            {
                return CallResult.Done<string?>(ts);
            }

            if (result.Value.Next is not { } next)
            {
                return CallResult.Done<string?>(null);
            }

            cursor = next;
        }

        return CallResult.Doubtful<string?>("too_many_messages_since");
    }

    private static CallResult<Page>? Read(JsonElement answer, WorkspaceAccess access, string deliveryId)
    {
        if (answer.Child("messages") is not { ValueKind: JsonValueKind.Array } messages)
        {
            return null;
        }

        foreach (var message in messages.EnumerateArray())
        {
            if (message.Child("metadata") is { } metadata
                && metadata.Said("event_type") == SlackApi.MetadataType
                && metadata.Said("event_payload", "delivery_id") == deliveryId
                && IsOurs(message, access)
                && message.Said("ts") is { } ts)
            {
                return CallResult.Done(new Page(ts, null));
            }
        }

        var next = answer.Said("response_metadata", "next_cursor");

        // More is promised but not how to get at it: then it is not known whether the message is there.
        return next is null && answer.Flag("has_more") ? null : CallResult.Done(new Page(null, next));
    }

    // Any app may write the same metadata, and so make the bot believe that it has answered.
    private static bool IsOurs(JsonElement message, WorkspaceAccess access)
        => Agrees(message.Said("bot_id"), access.BotId) && Agrees(message.Said("user"), access.BotUserId);

    private static bool Agrees(string? said, string? known) => said is null || known is null || said == known;

    private static string Timestamp(DateTimeOffset time)
        => (Math.Max(0, time.ToUnixTimeMilliseconds()) / 1000m).ToString("0.000000", CultureInfo.InvariantCulture);

    private sealed record Page(string? Found, string? Next);
}
