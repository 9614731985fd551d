using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using NodaTime.Text;

namespace MlOpsBot.Slack.Tips;

/// <summary>The modal in which a channel's tips are chosen. Thread-safe.</summary>
internal static class TipFormView
{
    private static readonly (WeekDays Day, MenuOption Option)[] s_days =
    [
        (WeekDays.Monday, new("Monday", "mon")),
        (WeekDays.Tuesday, new("Tuesday", "tue")),
        (WeekDays.Wednesday, new("Wednesday", "wed")),
        (WeekDays.Thursday, new("Thursday", "thu")),
        (WeekDays.Friday, new("Friday", "fri")),
        (WeekDays.Saturday, new("Saturday", "sat")),
        (WeekDays.Sunday, new("Sunday", "sun")),
    ];

    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The modal, filled in.</summary>
    /// <param name="form">What it shows.</param>
    /// <param name="place">The channel that it is about, and the thread that its outcome is told in.</param>
    public static SlackView Of(TipForm form, DeliveryPlace place)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(place);
        var schedule = form.Schedule;
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new InputBlock("Time", new TimePicker(ActionIds.TipsTime, new TimeOnly(schedule.Time.Hour, schedule.Time.Minute))));
        blocks.Add(new InputBlock("Days", new Checkboxes(
            ActionIds.TipsDays,
            [.. s_days.Select(day => day.Option)],
            [.. s_days.Where(day => schedule.Days.HasFlag(day.Day)).Select(day => day.Option)])));
        blocks.Add(Zones(form));
        if (Topics(form) is { } topics)
        {
            blocks.Add(topics);
        }

        return new SlackView(SlackViewKind.Modal, form.IsOn ? "Tips in this channel" : "A role tip a day", blocks.ToImmutable())
        {
            CallbackId = ActionIds.TipsForm,
            PrivateMetadata = string.Create(CultureInfo.InvariantCulture, $"{place.Write()}|{form.Version}"),
            Submit = form.IsOn ? "Save" : "Switch on",
            Close = "Cancel",
        };
    }

    /// <summary>Reads the modal when it is sent. Never throws for what it is given.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="form">What it says.</param>
    /// <param name="place">The channel that it is about, and the thread that its outcome is told in.</param>
    public static bool TryRead(FormSubmitted sent, [NotNullWhen(true)] out TipForm? form, [NotNullWhen(true)] out DeliveryPlace? place)
    {
        ArgumentNullException.ThrowIfNull(sent);
        (form, place) = (null, null);
        if (sent.Metadata.Split('|') is not [var where, var number]
            || !DeliveryPlace.TryRead(where, out place)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || !s_time.Parse(Value(ActionIds.TipsTime)).TryGetValue(default, out var time)
            || Value(ActionIds.TipsZone) is not { Length: > 0 } zone)
        {
            return false;
        }

        var named = Items(ActionIds.TipsDays);
        var days = s_days.Where(day => named.Contains(day.Option.Value)).Aggregate(WeekDays.None, (all, day) => all | day.Day);
        form = days == WeekDays.None ? null : new TipForm(new TipSchedule(time, days, zone), [.. Items(ActionIds.TipsTopics)], version);
        return form is not null;

        string Value(string name) => sent.Values.GetValueOrDefault(name, "");

        string[] Items(string name) => Value(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    private static InputBlock Zones(TipForm form)
    {
        var zone = form.Schedule.Zone;
        var options = form.Zones.Prepend(zone).Distinct(StringComparer.Ordinal).Take(Limits.Options).Select(Option).ToList();

        // In the order of the form, where its own is among them.
        options = form.Zones.Contains(zone) ? [.. options.OrderBy(option => form.Zones.IndexOf(option.Value))] : options;
        return new InputBlock("Time zone", new StaticSelect(ActionIds.TipsZone, "Choose a time zone", [.. options]) { Chosen = Option(zone) })
        {
            Hint = "Another one? Type it: /mlops tips on 9:30 weekdays America/Bogota",
        };

        static MenuOption Option(string zone) => new(Fit.Within(zone, Limits.OptionText), zone);
    }

    private static InputBlock? Topics(TipForm form)
    {
        var options = form.Choices
            .Where(choice => choice.Slug.Length is > 0 and <= Limits.OptionValue)
            .DistinctBy(choice => choice.Slug, StringComparer.Ordinal)
            .Take(Limits.Options)
            .Select(choice => new MenuOption(Fit.Within(choice.Name, Limits.OptionText), choice.Slug))
            .ToImmutableArray();
        return options.IsEmpty ? null : new InputBlock("About", new MultiSelect(ActionIds.TipsTopics, "Everything", options, [.. options.Where(option => form.Topics.Contains(option.Value))]))
        {
            IsOptional = true,
            Hint = "Leave it empty for tips about everything.",
        };
    }
}
