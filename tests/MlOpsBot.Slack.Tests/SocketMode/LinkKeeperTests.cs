using Microsoft.Extensions.Logging;
using MlOpsBot.Slack.SocketMode;

namespace MlOpsBot.Slack.Tests.SocketMode;

/// <summary>What is decided about links, stepped through by hand: no network, no waiting.</summary>
public sealed class LinkKeeperTests : IDisposable
{
    private static readonly SocketModeTimes _times = new();

    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly LinkKeeper _keeper;

    // Chance always asks for the longest wait here, so that waits can be told.
    public LinkKeeperTests() => _keeper = new LinkKeeper(_times, _clock, new Chance(1), _log.CreateLogger("links"));

    public void Dispose() => _log.Dispose();

    [Fact]
    public void The_first_link_is_opened_at_once_and_once()
    {
        _keeper.Decide().ShouldBe([Open(1)]);
        _keeper.Decide().ShouldBeEmpty();
        _keeper.State.ShouldBe(SocketModeState.Connecting);
        _keeper.NextDecisionIn.ShouldBe(_times.GreetWithin);
    }

    [Fact]
    public void A_greeted_link_serves()
    {
        Serve(1);

        _keeper.State.ShouldBe(SocketModeState.Connected);
        _keeper.Decide().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("a_reason_of_tomorrow")]
    public void Before_a_link_goes_the_next_one_is_opened_and_greeted(string reason)
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromHours(1));
        _keeper.Take(new LinkHeard(1));
        _keeper.Take(new LinkUnwanted(1, reason));

        _keeper.Decide().ShouldBe([Open(2)]);
        _keeper.State.ShouldBe(SocketModeState.Connected);

        _keeper.Take(new LinkGreeted(2, 2, null));
        _keeper.Decide().ShouldBe([Leave(1)]);
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "left"));
        _keeper.Decide().ShouldBeEmpty();
        _keeper.State.ShouldBe(SocketModeState.Connected);
    }

    [Fact]
    public void A_reconnect_that_dies_silently_is_cut_and_tried_again_while_the_old_link_serves()
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(1, "refresh_requested"));
        _keeper.Decide().ShouldBe([Open(2)]);

        _clock.Advance(_times.GreetWithin);
        _keeper.Decide().ShouldBe([Drop(2)]);
        _keeper.State.ShouldBe(SocketModeState.Connected);
        _keeper.Take(new LinkEnded(2, LinkEnd.Broken, "cut"));
        _clock.Advance(_times.FirstRetry);
        _keeper.Decide().ShouldBe([Open(3)]);
    }

    [Fact]
    public void A_cut_link_that_does_not_end_still_counts_so_that_no_third_one_is_opened()
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(1, "warning"));
        _keeper.Decide();
        _clock.Advance(_times.GreetWithin);
        _keeper.Decide().ShouldBe([Drop(2)]);

        _clock.Advance(_times.LongestRetry);
        _keeper.Decide().ShouldBeEmpty();
        _keeper.NextDecisionIn.ShouldBeNull();
    }

    [Fact]
    public void A_link_being_left_makes_room_when_the_next_one_is_needed()
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(1, "warning"));
        _keeper.Decide();
        _keeper.Take(new LinkGreeted(2, 2, null));
        _keeper.Decide().ShouldBe([Leave(1)]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(2, "warning"));

        _keeper.Decide().ShouldBe([Drop(1)]);
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "cut"));
        _keeper.Decide().ShouldBe([Open(3)]);
    }

    [Fact]
    public void A_link_sent_away_before_it_was_greeted_is_cut_and_tried_again()
    {
        _keeper.Decide();
        _keeper.Take(new LinkUnwanted(1, "warning"));

        _keeper.Decide().ShouldBe([Drop(1)]);
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "cut"));
        _keeper.Decide().ShouldBeEmpty();
        _clock.Advance(_times.FirstRetry);
        _keeper.Decide().ShouldBe([Open(2)]);
    }

    [Fact]
    public void Failures_back_off_twice_as_long_each_time_up_to_a_cap()
    {
        var waits = Enumerable.Range(1, 9).Select(Fail).ToList();

        waits.ShouldBe([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    [Fact]
    public void Backing_off_has_full_jitter()
    {
        var keeper = new LinkKeeper(_times, _clock, new Chance(0.25), _log.CreateLogger("links"));
        for (var link = 1; link <= 3; link++)
        {
            keeper.Decide().ShouldBe([Open(link)]);
            keeper.Take(new LinkEnded(link, LinkEnd.Broken, "no network"));
            keeper.NextDecisionIn.ShouldBe(TimeSpan.FromSeconds(0.25 * Math.Pow(2, link - 1)));
            _clock.Advance(keeper.NextDecisionIn!.Value);
        }
    }

    [Fact]
    public void A_link_that_served_for_a_while_makes_the_next_failure_the_first_again()
    {
        for (var link = 1; link <= 5; link++)
        {
            Fail(link);
        }

        _keeper.Decide().ShouldBe([Open(6)]);
        _keeper.Take(new LinkGreeted(6, 1, null));
        _clock.Advance(_times.StableAfter);
        _keeper.Take(new LinkEnded(6, LinkEnd.Broken, "closed with 1006"));

        _keeper.NextDecisionIn.ShouldBe(_times.FirstRetry);
    }

    [Fact]
    public void A_link_that_breaks_soon_after_its_greeting_is_a_failure_like_any_other()
    {
        for (var link = 1; link <= 4; link++)
        {
            _keeper.Decide().ShouldBe([Open(link)]);
            _keeper.Take(new LinkGreeted(link, 1, null));
            _clock.Advance(TimeSpan.FromSeconds(5));
            _keeper.Take(new LinkEnded(link, LinkEnd.Broken, "closed with 1011"));
            _keeper.NextDecisionIn.ShouldBe(TimeSpan.FromSeconds(Math.Pow(2, link - 1)));
            _clock.Advance(_keeper.NextDecisionIn!.Value);
        }
    }

    [Fact]
    public void Slack_asking_to_replace_every_new_link_at_once_does_not_become_a_race()
    {
        Serve(1);
        var opened = 1;
        var start = _clock.GetUtcNow();
        while (_clock.GetUtcNow() - start < TimeSpan.FromMinutes(10))
        {
            _keeper.Take(new LinkUnwanted(opened, "refresh_requested"));
            _clock.Advance(_keeper.NextDecisionIn!.Value);
            _keeper.Decide().ShouldBe([Open(++opened)]);
            _keeper.Take(new LinkGreeted(opened, 2, null));
            _keeper.Decide().ShouldBe([Leave(opened - 1)]);
            _keeper.Take(new LinkEnded(opened - 1, LinkEnd.Broken, "left"));
        }

        opened.ShouldBeLessThan(20);
    }

    [Fact]
    public void Slacks_own_waiting_time_is_kept()
    {
        _keeper.Decide();
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "ratelimited", TimeSpan.FromSeconds(30)));

        _keeper.NextDecisionIn.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_token_that_is_refused_is_said_loudly_and_tried_slowly()
    {
        _keeper.Decide();
        _keeper.Take(new LinkEnded(1, LinkEnd.Refused, "invalid_auth"));

        _keeper.State.ShouldBe(SocketModeState.Refused);
        _keeper.NextDecisionIn.ShouldBe(_times.SlowRetry * 1.25);
        _log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("(invalid_auth). Look at MlOpsBot:Slack:AppToken");

        _clock.Advance(_keeper.NextDecisionIn!.Value);
        _keeper.Decide().ShouldBe([Open(2)]);
        _keeper.Take(new LinkGreeted(2, 1, null));
        _keeper.State.ShouldBe(SocketModeState.Connected);
    }

    [Fact]
    public void Socket_Mode_switched_off_is_said_loudly_and_tried_slowly()
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(1, "link_disabled"));

        _keeper.Decide().ShouldBe([Drop(1)]);
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "cut"));
        _keeper.State.ShouldBe(SocketModeState.Refused);
        _keeper.NextDecisionIn.ShouldBe(_times.SlowRetry * 1.25);
        _log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("switch it on in the app's settings");
    }

    [Fact]
    public void Where_there_are_too_many_links_the_old_one_goes_first()
    {
        Serve(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Take(new LinkUnwanted(1, "too_many_websockets"));

        _keeper.Decide().ShouldBe([Leave(1)]);
        _keeper.NextDecisionIn!.Value.ShouldBeGreaterThanOrEqualTo(_times.LeaveWithin);
        _keeper.Take(new LinkEnded(1, LinkEnd.Broken, "left"));
        _clock.Advance(_times.LeaveWithin + _times.LongestRetry);
        _keeper.Decide().ShouldBe([Open(2)]);
    }

    [Fact]
    public void A_link_on_which_nothing_comes_is_replaced_before_it_is_left()
    {
        Serve(1);
        _clock.Advance(_times.QuietFor - TimeSpan.FromMinutes(1));
        _keeper.Take(new LinkHeard(1));
        _clock.Advance(TimeSpan.FromMinutes(2));
        _keeper.Decide().ShouldBeEmpty();

        _clock.Advance(_times.QuietFor);
        _keeper.Decide().ShouldBe([Open(2)]);
        _keeper.Take(new LinkGreeted(2, 2, null));
        _keeper.Decide().ShouldBe([Leave(1)]);
    }

    [Fact]
    public void A_link_is_replaced_a_little_before_the_time_that_Slack_gives_it()
    {
        _keeper.Decide();
        _keeper.Take(new LinkGreeted(1, 1, TimeSpan.FromHours(5)));
        var lived = TimeSpan.Zero;
        while (_keeper.Decide().Count == 0)
        {
            _keeper.Take(new LinkHeard(1));
            _clock.Advance(TimeSpan.FromMinutes(5));
            lived += TimeSpan.FromMinutes(5);
        }

        lived.ShouldBeInRange(TimeSpan.FromHours(4.25), TimeSpan.FromHours(4.85));
    }

    [Fact]
    public void Somebody_hears_of_it_when_the_apps_ten_links_are_nearly_used_up()
    {
        _keeper.Decide();
        _keeper.Take(new LinkGreeted(1, 9, null));

        _log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("counts 9 links");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_there_are_at_most_two_links_and_one_serves_again_when_the_trouble_is_over(int seed)
    {
        var random = new Random(seed);
        var keeper = new LinkKeeper(_times, _clock, random, _log.CreateLogger("links"));
        var alive = new HashSet<int>();
        var dropped = new HashSet<int>();
        for (var step = 0; step < 20_000; step++)
        {
            Obey();
            alive.Count.ShouldBeLessThanOrEqualTo(LinkKeeper.MostLinks);
            (keeper.NextDecisionIn is not null || alive.Count > 0).ShouldBeTrue("it would wait for ever");
            _clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * random.Next(1, 60)));
            if (alive.Count > 0)
            {
                keeper.Take(AnyNews(alive.ElementAt(random.Next(alive.Count))));
            }
        }

        for (var calm = 0; calm < 20 && keeper.State != SocketModeState.Connected; calm++)
        {
            Obey();
            foreach (var link in alive.ToList())
            {
                keeper.Take(dropped.Contains(link) ? End(link) : new LinkGreeted(link, 1, null));
            }

            _clock.Advance(keeper.NextDecisionIn ?? TimeSpan.Zero);
        }

        keeper.State.ShouldBe(SocketModeState.Connected);

        void Obey()
        {
            foreach (var order in keeper.Decide())
            {
                _ = order.Kind switch
                {
                    LinkOrderKind.Open => alive.Add(order.Link),
                    _ => dropped.Add(order.Link),
                };
            }
        }

        LinkEnded End(int link)
        {
            alive.Remove(link);
            return new LinkEnded(link, random.Next(8) == 0 ? LinkEnd.Refused : LinkEnd.Broken, "any", TimeSpan.FromSeconds(random.Next(3)));
        }

        LinkNews AnyNews(int link) => random.Next(8) switch
        {
            0 or 1 or 2 => new LinkGreeted(link, 1, random.Next(2) == 0 ? null : TimeSpan.FromMinutes(random.Next(1, 300))),
            3 => new LinkHeard(link),
            4 => new LinkUnwanted(link, "warning"),
            5 => new LinkUnwanted(link, random.Next(2) == 0 ? "link_disabled" : "too_many_websockets"),
            _ => End(link),
        };
    }

    private static LinkOrder Open(int link) => new(LinkOrderKind.Open, link);

    private static LinkOrder Leave(int link) => new(LinkOrderKind.Leave, link);

    private static LinkOrder Drop(int link) => new(LinkOrderKind.Drop, link);

    private void Serve(int link)
    {
        _keeper.Decide().ShouldBe([Open(link)]);
        _keeper.Take(new LinkGreeted(link, 1, null));
    }

    // Seconds until the next attempt.
    private double Fail(int link)
    {
        _keeper.Decide().ShouldBe([Open(link)]);
        _keeper.Take(new LinkEnded(link, LinkEnd.Broken, "no network"));
        var wait = _keeper.NextDecisionIn!.Value;
        _clock.Advance(wait);
        return wait.TotalSeconds;
    }

    private sealed class Chance(double always) : Random
    {
        public override double NextDouble() => always;
    }
}
