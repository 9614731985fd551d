using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.Connecting;

namespace MlOpsBot.Teams.Tests.Conversing;

/// <summary>When "typing" is shown, to a twentieth of a second, by a clock that stands still until it is moved.</summary>
public sealed class TypingTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(300, 700)]
    [InlineData(600, 400)]
    [InlineData(950, 400)]
    [InlineData(300_000, 400)]
    public async Task It_is_shown_a_second_after_the_question_and_never_before_the_work_has_gone_on_for_a_while(int waited, int shown)
    {
        await using var server = await ScriptedServer.StartAsync();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Answer = context =>
        {
            seen.TrySetResult();
            return ScriptedServer.JsonAsync(context, "{}");
        };
        using var rig = new ConnectorRig(server.Url, _time, new TeamsOptions { AgentsPlayground = true });
        rig.Place = rig.Place with { IsPlayground = true, ServiceUrl = server.Url.AbsoluteUri };
        var work = new TaskCompletionSource<int>();
        var answering = Show(rig, waited, work);

        _time.Advance(TimeSpan.FromMilliseconds(shown) - s_step);
        server.Requests.ShouldBeEmpty();
        _time.Advance(s_step);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        work.SetResult(7);
        (await answering).ShouldBe(7);
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("\"typing\"");
    }

    [Fact]
    public async Task It_is_not_shown_once_the_answer_is_out()
    {
        // Without anybody there: whatever it would show ends in an exception.
        using var rig = new ConnectorRig(ScriptedServer.Nowhere(), _time);
        var work = new TaskCompletionSource<int>();
        var answering = Show(rig, 0, work);
        _time.Advance(Typing.Noticeable - s_step);
        work.SetResult(7);
        (await answering).ShouldBe(7);
        _time.Advance(TimeSpan.FromMinutes(1));
        rig.Fetched.ShouldBe(0);
        rig.LogText.ShouldBeEmpty();
    }

    private Task<int> Show(ConnectorRig rig, int waited, TaskCompletionSource<int> work)
        => new Typing(rig.Connector, _time).WhileAsync(rig.Place, _time.GetUtcNow() - TimeSpan.FromMilliseconds(waited), () => work.Task, TestContext.Current.CancellationToken);
}
