using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using MlOpsBot.Wire;
using NodaTime;

namespace MlOpsBot.CommandLine;

/// <summary><c>tips</c>: what will be posted, to whom, and whether everything was.</summary>
public static class TipsCommand
{
    private const int MostDays = 366;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "As JSON.", Recursive = true };
        return new Command("tips", "Shows the tips of a schedule, the channels that get tips, and whether everything was posted.")
        {
            json,
            CreatePreview(global, json, surroundings),
            CreateList(global, json, surroundings),
            CreateReplay(global, json, surroundings),
        };
    }

    private static Command CreatePreview(GlobalOptions global, Option<bool> json, Surroundings surroundings)
    {
        var words = new Argument<string[]>("schedule")
        {
            Description = "When, and what about, as in a chat: 9:30 weekdays Europe/Berlin about data engineering. Nothing: the configured default.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var days = new Option<int>("--days") { Description = "How many days, 1 to 366.", DefaultValueFactory = _ => 30, HelpName = "N" };
        var channel = new Option<string>("--as") { Description = "The channel's name, which decides the order of the tips.", DefaultValueFactory = _ => "preview", HelpName = "NAME" };
        var command = new Command("preview", "The next 30 days of tips for a schedule, as they would be posted to a channel that never had any. Needs no store.") { words, days, channel };
        command.SetAction(parsed => Preview(
            global.Of(parsed, surroundings),
            new PreviewWish(string.Join(' ', parsed.GetValue(words) ?? []), parsed.GetValue(days), parsed.GetValue(channel)!, parsed.GetValue(json)),
            surroundings));
        return command;
    }

    private static Command CreateList(GlobalOptions global, Option<bool> json, Surroundings surroundings)
    {
        var command = new Command("list", "The channels that have, or had, tips, with when the next is due.");
        command.SetAction((parsed, stop) => TipsLedger.ListAsync(global.Of(parsed, surroundings), parsed.GetValue(json), surroundings, stop));
        return command;
    }

    private static Command CreateReplay(GlobalOptions global, Option<bool> json, Surroundings surroundings)
    {
        var from = new Argument<string>("FROM") { Description = "The first local day: 2026-11-01." };
        var to = new Argument<string>("TO") { Description = "The last one." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Compares, and posts nothing. Has to be given: there is nothing else that this command does." };
        var command = new Command("replay", "Steps all schedules through past days and compares them with the ledger.") { from, to, dryRun };
        command.SetAction((parsed, stop) => TipsLedger.ReplayAsync(
            global.Of(parsed, surroundings), new ReplayWish(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(dryRun), parsed.GetValue(json)), surroundings, stop));
        return command;
    }

    private static int Preview(ServerSettings settings, PreviewWish wish, Surroundings surroundings)
    {
        var (setup, unreadable) = BotServer.Look(settings);
        var faults = setup is null ? [unreadable!] : setup.Options.Faults.Where(line => line.StartsWith(BotOptions.Section + ":Tips", StringComparison.Ordinal)).ToArray();
        if (faults.Length > 0)
        {
            return Refuse(surroundings, faults);
        }

        if (wish.Days is < 1 or > MostDays)
        {
            return Refuse(surroundings, $"--days is {wish.Days}; allowed are 1 to {MostDays}.");
        }

        if (LoadedKnowledge.OpenAnswerer(settings, surroundings) is not { } answerer)
        {
            return ExitCode.WrongUse;
        }

        var options = setup!.Options.Options.Tips;
        var (plan, fault) = Plan(wish.Words, options.Default, answerer, settings.Clock);
        if (plan is null)
        {
            return Refuse(surroundings, fault!);
        }

        var holidays = new LiveHolidays(options, settings.Clock, NullLogger<LiveHolidays>.Instance).Current;
        var now = settings.Clock.GetUtcNow();
        var end = TipCalendar.Tzdb.Today(plan.Schedule.Zone, Instant.FromDateTimeOffset(now)).PlusDays(wish.Days);
        var past = new TipPast(new WorkspaceKey("preview", "preview"), wish.Channel, []);
        var days = TipPreview.Days(answerer.Knowledge, plan, past, null, now, holidays).TakeWhile(day => day.Day < end).ToImmutableArray();
        Print(plan, days, wish.IsJson, surroundings.Output);
        return ExitCode.Fine;
    }

    private static (SubscriptionPlan? Plan, string? Fault) Plan(string words, TipSchedule rest, Answerer answerer, TimeProvider clock)
    {
        var about = words.StartsWith("about ", StringComparison.OrdinalIgnoreCase) ? 0 : words.IndexOf(" about ", StringComparison.OrdinalIgnoreCase);
        var reading = ScheduleReader.Read(about < 0 ? words : words[..about]);
        if (reading.Wish is not { } wish)
        {
            return (null, reading.Fault);
        }

        var plan = new SubscriptionPlan(wish.Or(rest));
        if (about < 0)
        {
            return (plan, null);
        }

        var topics = new TopicFinder(() => answerer, clock).Find(words[(about + " about".Length)..].Trim().Split("about ", 2)[^1]);
        return topics.Fault is null ? (plan with { Topics = topics.Topics }, null) : (null, topics.Fault);
    }

    private static void Print(SubscriptionPlan plan, ImmutableArray<PreviewDay> days, bool isJson, TextWriter output)
    {
        var about = plan.Topics.IsDefaultOrEmpty ? "everything" : string.Join(", ", plan.Topics.Select(topic => topic.Label));
        if (isJson)
        {
            var document = new TipPreviewsDocument(ScheduleWords.Say(plan.Schedule), about, [.. days.Select(Document)]);
            output.WriteLine(JsonSerializer.Serialize(document, BotJson.Indented.TipPreviewsDocument));
            return;
        }

        output.WriteLine($"{Capital(ScheduleWords.Say(plan.Schedule))}, about {about}:");
        foreach (var day in days)
        {
            var when = ScheduleWords.Say(TipCalendar.Tzdb.Local(plan.Schedule.Zone, day.At));
            output.WriteLine(day.Choice is { } choice
                ? $"{when,-24}{choice.Tip.Title} [{choice.Card.Name}]\n{"",-24}{choice.Tip.Text}\n{"",-24}{choice.Why}"
                : $"{when,-24}No tip: {day.Skipped ?? "there is none on what was chosen"}");
        }

        if (days.IsEmpty)
        {
            output.WriteLine("No day of the schedule falls into them.");
        }
    }

    private static TipPreviewDocument Document(PreviewDay day) => new(LedgerDay.Write(day.Day), day.At.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture))
    {
        Tip = day.Choice?.Tip.Id,
        Title = day.Choice?.Tip.Title,
        Text = day.Choice?.Tip.Text,
        Card = day.Choice?.Card.Slug,
        Why = day.Choice?.Why,
        Skipped = day.Choice is null ? day.Skipped ?? "No tip on what was chosen" : null,
    };

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static int Refuse(Surroundings surroundings, params string[] faults)
    {
        foreach (var fault in faults)
        {
            surroundings.Error.WriteLine(fault);
        }

        return ExitCode.WrongUse;
    }

    private sealed record PreviewWish(string Words, int Days, string Channel, bool IsJson);
}
