using FsCheck;
using FsCheck.Fluent;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>What holds for the limiter whatever is called when.</summary>
public sealed class CallLimiterProperties
{
    private static readonly SlackMethod[] _methods =
    [
        SlackMethod.PostMessage,
        SlackMethod.UserInfo with { Limit = new CallLimit(5, TimeSpan.FromSeconds(7)) },
        SlackMethod.PostMessage with { Name = "chat.narrow", Limit = new CallLimit(4, TimeSpan.FromSeconds(6)) },
        SlackMethod.History with { Limit = new CallLimit(1, TimeSpan.FromSeconds(2)) },
    ];

    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(200);

    private static Arbitrary<Step[]> Schedules { get; } =
        (from gap in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(1, 900)), (1, Gen.Choose(1000, 9000)))
         from method in Gen.Choose(0, _methods.Length - 1)
         from channel in Gen.Choose(0, 2)
         from kind in Gen.Frequency((14, Gen.Constant(StepKind.Call)), (2, Gen.Constant(StepKind.GivenUp)), (1, Gen.Constant(StepKind.Refused)))
         from wait in Gen.Choose(1, 8)
         select new Step(gap, method, channel, kind, wait)).ArrayOf().ToArbitrary();

    [Fact]
    public void No_schedule_of_calls_exceeds_a_limit_in_any_stretch_of_time() => Check.One(_config, Prop.ForAll(Schedules, steps =>
    {
        var made = Run(steps).Made;
        foreach (var bucket in made.GroupBy(call => call.Step.Method).Concat(
            made.Where(call => Method(call).ChannelLimit is not null).GroupBy(call => 100 + (call.Step.Method * 10) + call.Step.Channel)))
        {
            var limits = bucket.Key < 100 ? Method(bucket.First()).Limit : Method(bucket.First()).ChannelLimit!;
            ShouldKeep(limits.All[0], [.. bucket.Select(call => call.At).Order()]);
        }
    }));

    [Fact]
    public void Calls_for_the_same_place_are_made_in_the_order_in_which_they_came() => Check.One(_config, Prop.ForAll(Schedules, steps =>
    {
        foreach (var place in Run(steps).Made.GroupBy(call => (call.Step.Method, call.Step.Channel)))
        {
            place.Select(call => call.At).ShouldBeInOrder();
        }
    }));

    [Fact]
    public void Nobody_waits_longer_than_the_longest_wait_and_nobody_is_called_while_Slack_refuses() => Check.One(_config, Prop.ForAll(Schedules, steps =>
    {
        var (made, refusals) = Run(steps);
        made.ShouldAllBe(call => call.At >= call.Came && call.At - call.Came <= CallLimiter.LongestWait.Ticks);
        foreach (var refusal in refusals)
        {
            made.ShouldNotContain(call =>
                call.Step.Method == refusal.Step.Method
                && (Method(call).ChannelLimit == null || call.Step.Channel == refusal.Step.Channel)
                && call.At > refusal.From
                && call.At < refusal.Until);
        }
    }));

    [Fact]
    public void Nobody_starves_who_comes_back_when_told_to() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(80),
        Prop.ForAll(Gen.Choose(0, 3000).ArrayOf().ToArbitrary(), arrivals =>
        {
            var time = new ManualClock();
            var limiter = new CallLimiter(time);
            var start = time.GetUtcNow();
            var queue = new PriorityQueue<int, (DateTimeOffset, int)>();
            foreach (var (arrival, number) in arrivals.Select((arrival, number) => (arrival, number)))
            {
                queue.Enqueue(number, (start.AddMilliseconds(arrival), number));
            }

            var last = start;
            while (queue.TryDequeue(out var number, out var due))
            {
                time.Advance(due.Item1 - time.GetUtcNow());
                var (turn, wait) = limiter.Promise(SlackMethod.PostMessage.In("T1", "C1"));
                last = time.GetUtcNow() + wait;
                if (turn is null)
                {
                    queue.Enqueue(number, (last, number));
                }
            }

            // Everybody is through in the time that their number takes at the limit's rate, and no turn is wasted.
            var limit = SlackLimits.PostedInChannel;
            (last - start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(3) + (limit.Window * (1 + (arrivals.Length / limit.Calls))));
        }));

    private static SlackMethod Method(Call call) => _methods[call.Step.Method];

    private static void ShouldKeep(CallLimit limit, long[] times)
    {
        for (var first = 0; first + limit.Calls < times.Length; first++)
        {
            (times[first + limit.Calls] - times[first]).ShouldBeGreaterThanOrEqualTo(limit.Window.Ticks);
        }
    }

    private static (List<Call> Made, List<(Step Step, long From, long Until)> Refusals) Run(Step[] steps)
    {
        var time = new ManualClock();
        var limiter = new CallLimiter(time);
        var (made, waiting) = (new List<Call>(), new List<(CallLimiter.Turn Turn, Call Call)>());
        var refusals = new List<(Step, long, long)>();
        foreach (var step in steps)
        {
            var until = Now() + (step.Gap * TimeSpan.TicksPerMillisecond);
            while (waiting.Count > 0 && waiting.Min(one => one.Turn.At) is var next && next <= until)
            {
                time.Advance(TimeSpan.FromTicks(Math.Max(0, next - Now())));
                MakeThoseDue();
            }

            time.Advance(TimeSpan.FromTicks(until - Now()));
            Take(step);
        }

        time.Advance(TimeSpan.FromMinutes(2));
        MakeThoseDue();
        return (made, refusals);

        void Take(Step step)
        {
            var channel = $"C{step.Channel}";
            if (step.Kind == StepKind.Refused)
            {
                limiter.Block(_methods[step.Method].In("T1", channel), TimeSpan.FromSeconds(step.Wait));
                refusals.Add((step, Now(), Now() + TimeSpan.FromSeconds(step.Wait).Ticks));
                return;
            }

            var (turn, wait) = limiter.Promise(_methods[step.Method].In("T1", channel));
            if (turn is null)
            {
                return;
            }

            if (wait == TimeSpan.Zero)
            {
                made.Add(new Call(step, Now(), Now()));
            }
            else if (step.Kind == StepKind.GivenUp)
            {
                limiter.Leave(turn, unused: true);
            }
            else
            {
                waiting.Add((turn, new Call(step, Now(), 0)));
            }
        }

        void MakeThoseDue()
        {
            foreach (var one in waiting.Where(one => one.Turn.At <= Now()).ToList())
            {
                waiting.Remove(one);
                limiter.Leave(one.Turn, one.Turn.IsTooFar);
                if (!one.Turn.IsTooFar)
                {
                    made.Add(one.Call with { At = one.Turn.At });
                }
            }
        }

        long Now() => time.GetElapsedTime(0).Ticks;
    }

    private enum StepKind
    {
        Call,
        GivenUp,
        Refused,
    }

    private sealed record Step(int Gap, int Method, int Channel, StepKind Kind, int Wait);

    private sealed record Call(Step Step, long Came, long At);
}
