using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using NodaTime.Text;

namespace MlOpsBot.Teams.Rendering.Tips;

/// <summary>Writes the form for those who prefer to choose, and reads what comes back from it.</summary>
public static class TipFormCard
{
    private const string Time = "time";
    private const string Working = "days";
    private const string Weekend = "weekend";
    private const string Zone = "zone";
    private const string Topics = "topics";
    private const string TopicsId = "choose-topics";
    private const int MostOfChoices = 9 * 1_024;
    private const int MostChoices = 100;

    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private static readonly ImmutableArray<WeekDays> s_days = [WeekDays.Monday, WeekDays.Tuesday, WeekDays.Wednesday, WeekDays.Thursday, WeekDays.Friday, WeekDays.Saturday, WeekDays.Sunday];

    /// <summary>The form.</summary>
    public static TeamsMessage Message(TipForm form, TipSetting setting)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(setting);
        using var sheet = new CardSheet(ActivityJson.MostOfCard);
        var presses = new TipPresses(setting);
        var version = form.Version.ToString(CultureInfo.InvariantCulture);
        var body = ImmutableArray.CreateBuilder<CardElement>();
        body.Add(new Heading("A role tip a day", IsTitle: true));
        body.Add(new Paragraph("Choose when, and what about. I say back what I understood, with the next three posts."));
        body.Add(new TimeInput(Time, "Time of day", s_time.Format(form.Schedule.Time)) { Required = "Please give a time." });
        body.Add(new ColumnRow(
        [
            new CardColumn([Days(Working, "Working days", form.Schedule.Days & WeekDays.Working, s_days[..5])], IsStretched: true),
            new CardColumn([Days(Weekend, "Weekend", form.Schedule.Days & WeekDays.Weekend, s_days[5..])], IsStretched: true),
        ]));
        body.Add(new ChoiceInput(Zone, "Time zone", Choices(form.Zones.Prepend(form.Schedule.Zone).Distinct(StringComparer.Ordinal).Select(zone => new CardChoice(zone.Replace('_', ' '), zone)), sheet))
        {
            Look = ChoiceLook.Filtered,
            Chosen = [form.Schedule.Zone],
            Required = "Please choose a time zone.",
        });
        AddTopics(body, form, sheet);
        var row = ImmutableArray.CreateBuilder<CardButton>();
        row.Add(presses.Make(form.IsOn ? "Save" : "Switch on", TipActs.Save, version) with { SendsInputs = true, IsPositive = true });
        row.Add(presses.Back() ?? presses.Make("Cancel", TipActs.Order, "status"));
        body.Add(new ButtonRow(row.ToImmutable()) { Spacing = CardSpacing.Medium });
        const string Summary = "A role tip a day: choose when, and what about, on the card.";
        return new TeamsMessage(Summary, new AdaptiveCard(body.ToImmutable(), [], Summary + " Or write “tips on 9:30 weekdays Europe/Berlin”."));
    }

    /// <summary>What was filled in; null where it is no form of ours.</summary>
    /// <param name="inputs">What was entered, <see cref="CardAction.Inputs"/>. Not to be believed in.</param>
    /// <param name="version">What the button carried.</param>
    /// <param name="fault">What is wrong, in a sentence for whoever filled it in; null for nothing.</param>
    public static TipForm? Read(IReadOnlyDictionary<string, string> inputs, string version, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        fault = null;
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || inputs.GetValueOrDefault(Zone) is not { Length: > 0 } zone)
        {
            return null;
        }

        // Some clients send seconds, too.
        var time = inputs.GetValueOrDefault(Time, "");
        if (!s_time.Parse(time.Length > 5 ? time[..5] : time).TryGetValue(default, out var at))
        {
            fault = "I could not read the time. Please choose one, such as 09:30.";
            return null;
        }

        var days = DaysOf(inputs.GetValueOrDefault(Working)) | DaysOf(inputs.GetValueOrDefault(Weekend));
        if (days == WeekDays.None)
        {
            fault = "No day was chosen. Please tick at least one.";
            return null;
        }

        return new TipForm(new TipSchedule(at, days, zone), [.. Parts(inputs.GetValueOrDefault(Topics)).Distinct(StringComparer.Ordinal)], from);
    }

    private static ChoiceInput Days(string name, string label, WeekDays chosen, ImmutableArray<WeekDays> days)
        => new(name, label, [.. days.Select(static day => new CardChoice(day.ToString(), day.ToString()))])
        {
            Look = ChoiceLook.Expanded,
            IsMultiple = true,
            Chosen = [.. days.Where(day => chosen.HasFlag(day)).Select(static day => day.ToString())],
        };

    /// <summary>All topics are a long list in some clients: it is shown when somebody wants to choose, or has chosen.</summary>
    private static void AddTopics(ImmutableArray<CardElement>.Builder body, TipForm form, CardSheet sheet)
    {
        var offered = Choices(form.Choices.Where(static choice => !choice.Slug.Contains(',', StringComparison.Ordinal)).Select(static choice => new CardChoice(Fit.Within(choice.Name, AnswerText.MostOfButton), choice.Slug)), sheet);
        if (offered.IsEmpty)
        {
            return;
        }

        var names = form.Choices.Where(choice => form.Topics.Contains(choice.Slug, StringComparer.Ordinal)).Select(static choice => choice.Name).ToList();
        var about = names.Count == 0 ? "everything" : Fit.Within(string.Join(", ", names), 300);
        body.Add(new Paragraph([new TextRun("About: ") { IsBold = true }, new TextRun(about + "  "), new TextRun("Choose topics") { Press = new ToggleButton("Choose topics", [TopicsId]) }]));
        body.Add(new Box(
            [
                new ChoiceInput(Topics, "Only about these (none ticked: everything)", offered)
                {
                    Look = ChoiceLook.Filtered,
                    IsMultiple = true,
                    Chosen = [.. form.Topics.Where(slug => offered.Any(choice => choice.Value == slug))],
                },
            ],
            BoxLook.Emphasis)
        {
            Id = TopicsId,
            IsHidden = true,
        });
    }

    private static ImmutableArray<CardChoice> Choices(IEnumerable<CardChoice> all, CardSheet sheet)
    {
        var left = MostOfChoices;
        return [.. all.Take(MostChoices).TakeWhile(choice => (left -= sheet.Length(choice)) >= 0)];
    }

    private static WeekDays DaysOf(string? chosen)
        => Parts(chosen).Aggregate(WeekDays.None, static (days, name) => s_days.FirstOrDefault(day => day.ToString() == name) | days);

    private static string[] Parts(string? chosen) => chosen?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
