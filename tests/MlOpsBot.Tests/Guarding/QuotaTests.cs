using System.Net;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Storage;

namespace MlOpsBot.Tests.Guarding;

public sealed class QuotaTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void As_many_as_a_minute_has_may_come_at_once_and_then_one_after_the_other()
    {
        var quota = new Quota<string>(_clock);

        Enumerable.Range(0, 25).Count(_ => quota.TryTake("ada", 20, out var _)).ShouldBe(20);
        quota.TryTake("ada", 20, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(3));
        quota.HasLeft("ada", 20).ShouldBeFalse();
        quota.TryTake("bob", 20, out _).ShouldBeTrue("others are not touched");

        _clock.Advance(TimeSpan.FromSeconds(3));
        quota.HasLeft("ada", 20).ShouldBeTrue();
        quota.TryTake("ada", 20, out _).ShouldBeTrue();
        quota.TryTake("ada", 20, out _).ShouldBeFalse();
    }

    [Fact]
    public void Never_more_than_two_minutes_worth_comes_through_in_any_minute()
    {
        var quota = new Quota<string>(_clock);
        var taken = new List<int>();
        for (var second = 0; second < 600; second++)
        {
            taken.AddRange(Enumerable.Repeat(second, Enumerable.Range(0, 50).Count(_ => quota.TryTake("ada", 20, out var _))));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Enumerable.Range(0, 540).Max(start => taken.Count(second => second >= start && second < start + 60)).ShouldBeLessThanOrEqualTo(40);
        taken.Count.ShouldBeInRange(210, 220);
    }

    [Fact]
    public void A_clock_that_was_set_back_keeps_nobody_out()
    {
        var quota = new Quota<string>(_clock);
        quota.TryTake("ada", 20, out _).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromDays(-400));

        quota.HasLeft("ada", 20).ShouldBeTrue();
        quota.TryTake("ada", 20, out _).ShouldBeTrue();
    }

    [Fact]
    public void Keys_are_bounded_and_those_in_use_are_kept()
    {
        var quota = new Quota<int>(_clock, most: 100);
        Enumerable.Range(0, 20).Count(_ => quota.TryTake(-1, 20, out var _)).ShouldBe(20);
        for (var key = 0; key < 5_000; key++)
        {
            quota.TryTake(key, 20, out _);
            quota.TryTake(-1, 20, out _).ShouldBeFalse("it is spent, however many others come by");
        }

        quota.Count.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public async Task Threads_that_meet_take_no_more_than_there_is()
    {
        var quota = new Quota<string>(_clock);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Count(_ => quota.TryTake("ada", 100, out var _)))));

        taken.Sum().ShouldBe(100);
    }

    [Theory]
    [InlineData("203.0.113.9", "::ffff:203.0.113.9", true)]
    [InlineData("203.0.113.9", "203.0.113.10", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("::ffff:203.0.113.9", "::ffff:203.0.113.10", false)]
    public void A_caller_is_an_IPv4_address_or_an_IPv6_network_of_64_bits(string one, string other, bool same)
        => (CallerAddress.KeyOf(IPAddress.Parse(one)) == CallerAddress.KeyOf(IPAddress.Parse(other))).ShouldBe(same);

    [Fact]
    public void One_user_is_told_once_a_minute_and_a_whole_workspace_makes_no_storm()
    {
        var limiter = new QuestionLimiter(new LimitsOptions { QuestionsPerUser = 2, QuestionsPerWorkspace = 50 }, _clock);
        var acme = new WorkspaceKey("slack", "T1");

        Verdicts(5, _ => "ada").ShouldBe([QuestionVerdict.Answer, QuestionVerdict.Answer, QuestionVerdict.Tell, QuestionVerdict.Drop, QuestionVerdict.Drop]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var crowd = Verdicts(1_000, number => $"user{number}");
        crowd.Count(verdict => verdict == QuestionVerdict.Answer).ShouldBe(50);
        crowd.Count(verdict => verdict == QuestionVerdict.Tell).ShouldBe(30);
        limiter.Judge(new WorkspaceKey("slack", "T2"), "ada", null, out _).ShouldBe(QuestionVerdict.Answer);

        QuestionVerdict[] Verdicts(int count, Func<int, string> user)
            => [.. Enumerable.Range(0, count).Select(number => limiter.Judge(acme, user(number), null, out _))];
    }

    [Fact]
    public void A_question_that_comes_in_two_ways_counts_once_and_one_that_was_too_much_stays_so()
    {
        var limiter = new QuestionLimiter(new LimitsOptions { QuestionsPerUser = 2 }, _clock);
        var acme = new WorkspaceKey("slack", "T1");

        Judge("C1:1", "C1:1", "C1:2", "C1:2").ShouldAllBe(verdict => verdict == QuestionVerdict.Answer);
        Judge("C1:3", "C1:3").ShouldBe([QuestionVerdict.Tell, QuestionVerdict.Drop]);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Judge("C1:3", "C1:4").ShouldBe([QuestionVerdict.Drop, QuestionVerdict.Answer]);

        List<QuestionVerdict> Judge(params string[] messages) => [.. messages.Select(message => limiter.Judge(acme, "ada", message, out _))];
    }
}
