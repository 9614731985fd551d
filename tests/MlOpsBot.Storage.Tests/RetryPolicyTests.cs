using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tests;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset _recorded = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly RetryPolicy _policy = new(new QueueWorkerOptions("inbox", "slack") { MostAttempts = 4 });

    [Fact]
    public void What_is_done_stays_done_and_says_what_was_out_of_the_ordinary()
    {
        After(WorkOutcome.Done, 0).ShouldBe(new Settlement(WorkState.Done, null));
        After(WorkOutcome.DoneBecause("behind"), 0).ShouldBe(new Settlement(WorkState.Done, "behind"));
        After(WorkOutcome.GiveUp("is_archived"), 0).ShouldBe(new Settlement(WorkState.GivenUp, "is_archived"));
        After(WorkOutcome.Doubtful("lost"), 0).ShouldBe(new Settlement(WorkState.Doubtful, "lost"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 5)]
    [InlineData(40, 20)]
    [InlineData(600, 60)]
    public void What_something_outside_stood_in_the_way_of_waits_half_its_age_between_a_second_and_a_minute(int age, int pause)
        => After(WorkOutcome.Retry("timeout"), age).ShouldBe(Again("timeout", age + pause, counts: false));

    [Fact]
    public void A_platform_that_says_how_long_is_never_asked_sooner_and_not_by_all_at_once()
    {
        After(WorkOutcome.Retry("ratelimited", TimeSpan.FromSeconds(40)), 0).At.ShouldBe(_recorded.AddSeconds(40));
        After(WorkOutcome.Retry("ratelimited", TimeSpan.FromSeconds(40)), 0, jitter: 1).At.ShouldBe(_recorded.AddSeconds(50));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    public void After_an_exception_the_pause_doubles(int attempt, int pause)
        => _policy.AfterException(Claim(attempt), new InvalidOperationException("what she wrote"), _recorded, 0)
            .ShouldBe(Again("InvalidOperationException", pause, counts: true));

    [Fact]
    public void An_event_that_fails_again_and_again_is_given_up_without_repeating_what_was_written()
        => _policy.AfterException(Claim(4), new InvalidOperationException("what she wrote"), _recorded, 0)
            .ShouldBe(new Settlement(WorkState.GivenUp, "InvalidOperationException, after 4 attempts"));

    [Fact]
    public void An_event_that_ends_the_program_again_and_again_is_not_begun_once_more()
    {
        _policy.BeforeWork(Claim(4)).ShouldBeNull();
        _policy.BeforeWork(Claim(5)).ShouldBe(new Settlement(WorkState.GivenUp, "4 attempts ended in an exception or with the program"));
    }

    [Fact]
    public void A_store_that_fails_is_not_held_against_the_event()
        => _policy.AfterStoreFault(Claim(4), new StorageException(StorageFailure.Busy, "…"), _recorded, 0)
            .ShouldBe(Again("the store: Busy", 1, counts: false));

    [Fact]
    public void What_is_too_old_is_given_up_and_says_what_stood_in_the_way()
        => After(WorkOutcome.Retry("timeout"), 3550).ShouldBe(new Settlement(WorkState.GivenUp, "too old to be tried again: timeout"));

    private static Settlement After(WorkOutcome outcome, int age, double jitter = 0)
        => _policy.After(Claim(1), outcome, _recorded.AddSeconds(age), jitter);

    private static Settlement Again(string reason, int at, bool counts)
        => new(WorkState.Open, reason) { At = _recorded.AddSeconds(at), Counts = counts };

    private static ClaimedEvent Claim(int attempt)
        => new(1, 1, new IncomingEvent(new WorkspaceKey("slack", "T1"), "E1", "question", "{}"), attempt, _recorded, _recorded.AddMinutes(1));
}
