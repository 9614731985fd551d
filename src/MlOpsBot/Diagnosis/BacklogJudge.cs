using System.Text.Json;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Diagnosis;

/// <summary>What lies in a store that somebody should look at.</summary>
/// <param name="options">The options.</param>
/// <param name="clock">The clock.</param>
/// <param name="check">The check's name.</param>
internal sealed class BacklogJudge(BotOptions options, TimeProvider clock, string check)
{
    /// <summary>All that is to be said.</summary>
    /// <param name="backlog">What lies there.</param>
    /// <param name="hasKeys">Whether there are keys at all.</param>
    public IEnumerable<Diagnosed> Judge(StoreBacklog backlog, bool hasKeys) => [.. Tokens(backlog, hasKeys), .. Work(backlog), .. Hosts(backlog)];

    private IEnumerable<Diagnosed> Tokens(StoreBacklog backlog, bool hasKeys)
    {
        if (backlog.Installations > 0 && !hasKeys)
        {
            yield return Diagnosed.Fault(
                check, FindingCode.TokensUnreadable, $"The tokens of {backlog.Installations} workspaces are stored, and the keys that decrypt them are gone from {options.Storage.DataFolder}.",
                "Restore the folder keys from the backup that the database is from, or have the workspaces install the bot again.");
        }
        else if (!backlog.Unreadable.IsEmpty)
        {
            yield return Diagnosed.Fault(
                check, FindingCode.TokensUnreadable, $"The tokens of {backlog.Unreadable.Length} of {backlog.Installations} workspaces cannot be decrypted with the configured keys: {string.Join(", ", backlog.Unreadable.Take(5))}.",
                "Give the older key after the current one in MlOpsBot:Storage:EncryptionKeys, restore the folder keys, or install the bot there again.");
        }
    }

    private IEnumerable<Diagnosed> Work(StoreBacklog backlog)
    {
        if (backlog.Waiting > 0)
        {
            var age = clock.GetUtcNow() - backlog.OldestDue;
            yield return Diagnosed.Warning(
                check, FindingCode.EventsWaiting, $"{Count(backlog.Waiting, "event waits", "events wait")} to be worked on, the oldest for {age?.TotalMinutes:0} minutes longer than it should.",
                "Start the bot if none runs; else read its log: the platform may refuse its answers.");
        }

        if (options.Tips.IsEnabled && backlog.OverdueTips > 0)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.TipsOverdue, $"{Count(backlog.OverdueTips, "tip", "tips")} should have been posted more than {StoreBacklog.Patience.TotalMinutes:0} minutes ago.",
                "Start the bot if none runs; 'mlopsbot tips list' and 'tips replay' name them.");
        }

        if (backlog.Doubtful > 0)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.DeliveriesDoubtful, $"Of {Count(backlog.Doubtful, "message", "messages")} of the last day nobody can tell whether they were posted; they are not posted again.",
                "Nothing is to be done about them; many of them tell of a platform or a network that breaks off.");
        }
    }

    // A host that is not on the list gets no token of ours: whoever is there is never answered.
    private IEnumerable<Diagnosed> Hosts(StoreBacklog backlog)
    {
        if (options.Teams.AppId is null)
        {
            yield break;
        }

        var listed = Clouds.Of(options.Teams).ServiceHosts;
        string[] others = [.. backlog.TeamsReferences.Select(HostOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(host => !listed.Contains(host, StringComparer.OrdinalIgnoreCase))];
        if (others.Length > 0)
        {
            yield return Diagnosed.Fault(
                check, FindingCode.ServiceHostNotListed, $"Conversations of Teams are at {string.Join(", ", others)}, which is not on the list of hosts that may get the bot's token: nothing can be posted there.",
                "Compare MlOpsBot:Teams:Cloud and ServiceHosts with the cloud in which the bot is used.");
        }
    }

    private static string? HostOf(string reference)
    {
        try
        {
            using var document = JsonDocument.Parse(reference);
            return document.RootElement.EnumerateObject().FirstOrDefault(property => property.Name.Equals("serviceUrl", StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } url
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) ? address.Authority : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
