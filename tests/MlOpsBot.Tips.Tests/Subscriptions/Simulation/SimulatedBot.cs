using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions.Simulation;

/// <summary>The program's side: the planner of days, a clock that is stepped by minutes, and a table with next due moments in the place of the store.</summary>
internal sealed class SimulatedBot
{
    private static readonly WorkspaceKey s_workspace = new("slack", "T1");

    private readonly DayPlanner _planner;
    private readonly TimeSpan _spread;
    private readonly Instant _start;
    private readonly TipSubscription[] _rows;
    private readonly SimulatedSubscription[] _subscriptions;
    private readonly PriorityQueue<int, (int Minute, bool IsChange)> _due = new(Comparer<(int Minute, bool IsChange)>.Create(
        (left, right) => left.Minute != right.Minute ? left.Minute.CompareTo(right.Minute) : left.IsChange.CompareTo(right.IsChange)));

    private readonly int[] _changes;

    public SimulatedBot(DayPlanner planner, TimeSpan spread, Instant start, SimulatedSubscription[] subscriptions)
    {
        (_planner, _spread, _start, _subscriptions) = (planner, spread, start, subscriptions);
        _changes = new int[subscriptions.Length];
        _rows = new TipSubscription[subscriptions.Length];
        Ledger = [.. subscriptions.Select(_ => new Dictionary<LocalDate, SimulatedDay>())];
        for (var index = 0; index < subscriptions.Length; index++)
        {
            _due.Enqueue(index, (subscriptions[index].Plans[0].Minute, true));
        }
    }

    public Dictionary<LocalDate, SimulatedDay>[] Ledger { get; }

    public int Planned { get; private set; }

    /// <summary>What must not be: a second row for a day, a post outside of its time, a moment that is due in the past.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>A minute goes by: what is due is planned, then people change things.</summary>
    public void Step(int minute)
    {
        while (_due.TryPeek(out var index, out var next) && next.Minute <= minute)
        {
            _due.Dequeue();
            if (next.IsChange)
            {
                Change(index, minute);
            }
            else if (_rows[index].NextDue is { } due && Minute(due) == next.Minute)
            {
                Plan(index, minute);
            }
        }
    }

    private void Change(int index, int minute)
    {
        // What is due goes before what people change.
        if (_rows[index]?.NextDue is { } due && Minute(due) <= minute)
        {
            Plan(index, minute);
        }

        var (subscription, change) = (_subscriptions[index], _changes[index]++);
        var plan = subscription.Plans[change].Plan;
        var lastDay = _rows[index]?.LastDay;
        _rows[index] = new TipSubscription(s_workspace, subscription.Channel, PlanJson.Write(plan), "U1", TipState.On, TipDue.Next(plan, lastDay, At(minute))) { LastDay = lastDay, Version = change + 1 };
        Await(index);
        if (change + 1 < subscription.Plans.Length)
        {
            _due.Enqueue(index, (subscription.Plans[change + 1].Minute, true));
        }
    }

    private void Plan(int index, int minute)
    {
        Planned++;
        var row = _rows[index];
        var planning = _planner.Plan(row, At(minute));
        foreach (var day in planning.Days)
        {
            var date = LedgerDay.Read(day.Day)!.Value;
            var simulated = new SimulatedDay(Minute(day.DueAt), minute, Kind(day.Skipped));
            if (!Ledger[index].TryAdd(date, simulated))
            {
                Wrong.Add($"{row.Channel} has a second row for {day.Day}: {simulated} after {Ledger[index][date]}");
            }

            if (day.PostAt < day.DueAt || day.PostAt > At(minute) + _spread)
            {
                Wrong.Add($"{row.Channel} would be posted at {day.PostAt:u} on {day.Day}, due {day.DueAt:u}, planned {At(minute):u}");
            }
        }

        if (planning.NextDue <= At(minute))
        {
            Wrong.Add($"{row.Channel} is due again at {planning.NextDue:u}, planned {At(minute):u}");
        }

        _rows[index] = row with { NextDue = planning.NextDue, LastDay = planning.Days.IsEmpty ? row.LastDay : planning.Days[^1].Day };
        Await(index);
    }

    private void Await(int index)
    {
        if (_rows[index].NextDue is { } due)
        {
            _due.Enqueue(index, (Minute(due), false));
        }
        else
        {
            Wrong.Add($"{_rows[index].Channel} is never due again");
        }
    }

    private static string? Kind(string? reason) => reason switch
    {
        null => null,
        _ when reason.StartsWith("Holiday", StringComparison.Ordinal) => "holiday",
        _ when reason.StartsWith("Paused", StringComparison.Ordinal) => "paused",
        _ when reason.StartsWith("Left out", StringComparison.Ordinal) => "left out",
        _ => "too late",
    };

    private DateTimeOffset At(int minute) => (_start + Duration.FromMinutes(minute)).ToDateTimeOffset();

    private int Minute(DateTimeOffset at) => (int)Math.Ceiling((Instant.FromDateTimeOffset(at) - _start).TotalMinutes);
}
