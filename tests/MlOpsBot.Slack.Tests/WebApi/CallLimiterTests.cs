using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tests.WebApi;

public sealed class CallLimiterTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly CallLimiter _limiter;

    public CallLimiterTests() => _limiter = new CallLimiter(_time);

    [Fact]
    public async Task A_burst_in_a_channel_passes_and_what_follows_waits_for_the_next_window()
    {
        for (var call = 0; call < 3; call++)
        {
            (await PostAsync("C1")).ShouldBe(TimeSpan.Zero);
        }

        var fourth = PostAsync("C1");
        fourth.IsCompleted.ShouldBeFalse();
        (await PostAsync("C2")).ShouldBe(TimeSpan.Zero, "another channel has nothing to do with it");

        _time.Advance(TimeSpan.FromSeconds(3.15));
        fourth.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await fourth).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Whoever_would_wait_for_more_than_a_few_seconds_is_told_so_at_once()
    {
        for (var call = 0; call < 6; call++)
        {
            _ = PostAsync("C1");
        }

        (await PostAsync("C1")).ShouldBe(TimeSpan.FromSeconds(6.4));
    }

    [Fact]
    public async Task Whoever_waits_is_put_off_when_Slack_says_so_and_told_when_it_is_too_long()
    {
        Fill("C1");
        var waiting = PostAsync("C1");
        _limiter.Block(SlackMethod.PostMessage.In("T1", "C1"), TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(3.2));

        (await waiting).ShouldBe(TimeSpan.FromSeconds(26.8), TimeSpan.FromSeconds(0.1));
        (await PostAsync("C2")).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Two_channels_refused_at_once_mean_the_workspace()
    {
        _limiter.Block(SlackMethod.PostMessage.In("T1", "C1"), TimeSpan.FromSeconds(30));
        (await PostAsync("C3")).ShouldBe(TimeSpan.Zero);

        _limiter.Block(SlackMethod.PostMessage.In("T1", "C2"), TimeSpan.FromSeconds(20));
        (await PostAsync("C3")).ShouldBe(TimeSpan.FromSeconds(20));
        (await PostAsync("C3", "T2")).ShouldBe(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromSeconds(20));
        (await PostAsync("C3")).ShouldBe(TimeSpan.Zero);
        (await PostAsync("C1")).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_turn_that_is_given_up_goes_to_the_next()
    {
        Fill("C1");
        using var gone = new CancellationTokenSource();
        var cancelled = Enumerable.Range(0, 3).Select(_ => PostAsync("C1", cancellation: gone.Token)).ToList();
        await gone.CancelAsync();
        foreach (var call in cancelled)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        var next = PostAsync("C1");
        _time.Advance(TimeSpan.FromSeconds(3.2));
        (await next).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Idle_places_are_forgotten()
    {
        for (var channel = 0; channel < 500; channel++)
        {
            (await PostAsync($"C{channel}", $"T{channel}")).ShouldBe(TimeSpan.Zero);
        }

        _limiter.Buckets.ShouldBe(1000);
        _time.Advance(TimeSpan.FromSeconds(62));
        await PostAsync("C1");
        _limiter.Buckets.ShouldBe(2);
    }

    private void Fill(string channel)
    {
        for (var call = 0; call < 3; call++)
        {
            _ = PostAsync(channel);
        }
    }

    private Task<TimeSpan> PostAsync(string channel, string workspace = "T1", CancellationToken? cancellation = null)
        => _limiter.EnterAsync(SlackMethod.PostMessage.In(workspace, channel), cancellation ?? TestContext.Current.CancellationToken).AsTask();
}
