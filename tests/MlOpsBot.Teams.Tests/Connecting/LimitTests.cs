using FsCheck;
using FsCheck.Fluent;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>The calls keep within Teams' limits, as the fake Teams reckons them by the documentation.</summary>
public sealed class LimitTests
{
    private static readonly string[] _tenants = ["t1", "t2"];

    private static Arbitrary<Step[]> Schedules { get; } =
        (from gap in Gen.Frequency((8, Gen.Constant(0)), (4, Gen.Choose(1, 400)), (1, Gen.Choose(1000, 9000)))
         from thread in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Choose(1, 30)))
         from delay in Gen.Choose(0, 90)
         select new Step(gap, thread, delay)).ArrayOf().ToArbitrary();

    [Fact]
    public void No_schedule_of_calls_is_refused_by_Teams_whatever_the_way_takes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(600).WithEndSize(600),
        Prop.ForAll(Schedules, steps =>
        {
            var arrived = Made(steps).Select(call => (call.At.AddMilliseconds(call.Step.Delay), call.Step.Thread)).Order().ToList();
            var time = new ManualClock();
            var teams = new Throttle(new FakeTeamsOptions { Time = time, LimitsCalls = true });
            foreach (var (at, thread) in arrived)
            {
                time.Advance(at - time.GetUtcNow());
                teams.Take($"19:{thread}").ShouldBeNull();
            }
        }));

    [Fact]
    public void An_hour_of_questions_without_a_pause_comes_to_what_an_hour_may_hold()
    {
        var time = new ManualClock();
        var limiter = new CallLimiter(time);
        var teams = new Throttle(new FakeTeamsOptions { Time = time, LimitsCalls = true });
        var made = 0;
        for (var end = time.GetUtcNow().AddMinutes(150); time.GetUtcNow() < end;)
        {
            var (turn, wait) = limiter.Promise(TeamsLimits.Of("t1", "19:a"));
            time.Advance(wait);
            if (turn is not null)
            {
                limiter.Leave(turn, unused: false);
                teams.Take("19:a").ShouldBeNull();
                made++;
            }
        }

        made.ShouldBeInRange(3 * 1_800 - 200, 3 * 1_800, "three windows of an hour begin in two and a half");
    }

    [Fact]
    public async Task A_burst_passes_and_what_follows_waits_or_is_told_to_come_back()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var limiter = new CallLimiter(time);
        for (var i = 0; i < 7; i++)
        {
            (await EnterAsync("19:a")).ShouldBe(TimeSpan.Zero);
        }

        var eighth = EnterAsync("19:a");
        var ninth = EnterAsync("19:a");
        (await EnterAsync("19:b")).ShouldBe(TimeSpan.Zero, "another thread has nothing to do with it");
        (eighth.IsCompleted, ninth.IsCompleted).ShouldBe((false, false));
        time.Advance(TimeSpan.FromSeconds(1.2));
        (await eighth.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe(TimeSpan.Zero);
        ninth.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await ninth.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe(TimeSpan.Zero);

        Task<TimeSpan> EnterAsync(string thread) => limiter.EnterAsync(TeamsLimits.Of("t1", thread), TestContext.Current.CancellationToken).AsTask();
    }

    [Fact]
    public void Nobody_waits_for_another_tenant()
    {
        var limiter = new CallLimiter(new ManualClock());
        for (var i = 0; i < 50; i++)
        {
            limiter.Promise(TeamsLimits.Of(_tenants[0], $"19:{i}")).Wait.ShouldBe(TimeSpan.Zero);
        }

        limiter.Promise(TeamsLimits.Of(_tenants[0], "19:more")).Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        limiter.Promise(TeamsLimits.Of(_tenants[1], "19:more")).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_bot_that_talks_fast_posts_each_message_once_or_is_told_when_to_come_back()
    {
        await using var teams = await FakeTeamsServer.StartAsync(new FakeTeamsOptions { LimitsCalls = true });
        using var rig = new ConnectorRig(
            teams.Url,
            options: new TeamsOptions
            {
                AppId = teams.Options.AppId,
                TenantId = teams.Options.TenantId,
                ServiceHosts = [teams.ServiceHost],
                LoginUrl = teams.LoginUrl,
                Credential = new TeamsCredential.ClientSecret(new Storage.Secrets.Secret(teams.Options.ClientSecret)),
            },
            usesAzure: true);
        rig.Place = new TeamsPlace(teams.Options.TenantId, teams.ServiceUrl, teams.World.Personal(teams.Robin).Id, ConversationKind.Personal, teams.BotId);

        var posted = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => rig.PostAsync()));

        posted.Count(post => post.Outcome == CallOutcome.Done).ShouldBe(teams.World.BotPosts.Length);
        posted.ShouldAllBe(post => post.Outcome == CallOutcome.Done || (post.Outcome == CallOutcome.Later && post.RetryAfter > TimeSpan.Zero));
        teams.World.BotPosts.Length.ShouldBeGreaterThanOrEqualTo(7);
    }

    private static List<(Step Step, DateTimeOffset At)> Made(Step[] steps)
    {
        var time = new ManualClock();
        var limiter = new CallLimiter(time);
        var made = new List<(Step, DateTimeOffset)>();
        foreach (var step in steps)
        {
            time.Advance(TimeSpan.FromMilliseconds(step.Gap));
            var (turn, wait) = limiter.Promise(TeamsLimits.Of(_tenants[0], $"19:{step.Thread}"));
            if (turn is not null)
            {
                made.Add((step, time.GetUtcNow() + wait));
            }
        }

        return made;
    }

    private sealed record Step(int Gap, int Thread, int Delay);
}
