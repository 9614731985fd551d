using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MlOpsBot.Serving;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary><c>audit</c>: who changed what, and who was refused.</summary>
public static class AuditCommand
{
    private const int MostDays = 36_500;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(global);
        var since = new Option<int>("--since") { Description = "How many days back.", DefaultValueFactory = _ => 30, HelpName = "DAYS" };
        var workspace = new Option<string?>("--workspace") { Description = "One workspace or tenant alone, by its id: T0123456. The bot's own lines are those of \"all\".", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("audit", "Shows who changed settings, tips, access and installs, who was refused, and what commands and purges did; oldest first.") { since, workspace, json };
        command.SetAction((parsed, stop) => RunAsync(
            global.Of(parsed, surroundings), new AuditWish(parsed.GetValue(since), parsed.GetValue(workspace), parsed.GetValue(json)), surroundings, stop));
        return command;
    }

    /// <summary>Prints the audit.</summary>
    internal static async Task<int> RunAsync(ServerSettings settings, AuditWish wish, Surroundings surroundings, CancellationToken stop)
    {
        if (wish.Days is < 1 or > MostDays)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"--since is {wish.Days}; allowed are 1 to {MostDays} days.");
        }

        var (store, options, code) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        if (store is null)
        {
            return code;
        }

        await using var open = store;
        var (count, refused) = (0, 0);
        await foreach (var entry in open.Audit.SinceAsync(settings.Clock.GetUtcNow() - TimeSpan.FromDays(wish.Days), wish.Workspace, stop))
        {
            var document = Document(entry);
            (count, refused) = (count + 1, refused + (document.Outcome == AuditDocument.Refused ? 1 : 0));
            await surroundings.Output.WriteLineAsync(wish.IsJson
                ? JsonSerializer.Serialize(document, BotJson.Lines.AuditDocument)
                : $"{document.At}  {entry.Workspace}  {document.Actor}  {document.Action}  {document.Subject}  {document.Outcome}{(document.Detail.Length > 0 ? $": {document.Detail}" : "")}");
        }

        if (!wish.IsJson)
        {
            var kept = options.Storage.Retention.Audit is { } period ? $"; kept for {period.TotalDays:0} days" : "; kept for ever";
            await surroundings.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count:N0} in {wish.Days} days, {refused:N0} refused{kept}."));
        }

        return ExitCode.Fine;
    }

    private static AuditDocument Document(AuditEntry entry)
    {
        var (action, isRefused) = AuditActions.Read(entry.Action);
        return new AuditDocument(
            entry.At.ToString("u", CultureInfo.InvariantCulture),
            entry.Workspace.Platform,
            entry.Workspace.Id,
            entry.Actor,
            action,
            entry.Subject,
            isRefused ? AuditDocument.Refused : AuditDocument.Done,
            entry.Detail.ReplaceLineEndings(" "));
    }
}

/// <summary>What is to be shown.</summary>
/// <param name="Days">How many days back.</param>
/// <param name="Workspace">The id of the one workspace; null for all.</param>
/// <param name="IsJson">Whether JSON is wanted.</param>
internal sealed record AuditWish(int Days, string? Workspace, bool IsJson);
