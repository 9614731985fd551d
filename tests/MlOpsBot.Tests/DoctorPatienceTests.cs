using System.Collections.Immutable;
using MlOpsBot.Diagnosis;
using MlOpsBot.Knowledge.Tests;

namespace MlOpsBot.Tests;

public sealed class DoctorPatienceTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<string> _told = [];

    [Fact]
    public async Task A_check_that_answers_at_once_is_not_waited_for_aloud()
    {
        (await ExamineAsync(new Waiting(Task.CompletedTask))).ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Ok);

        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_second_whoever_waits_is_told_what_for()
    {
        var answer = new TaskCompletionSource();
        var timerSet = _time.NextTimerSet();
        var examined = ExamineAsync(new Waiting(answer.Task));
        await timerSet;
        await UntilToldAsync();
        _told.ShouldBe(["waiting"]);
        answer.SetResult();

        (await examined).ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public async Task A_check_that_never_answers_is_a_fault()
    {
        var examined = ExamineAsync(new Waiting(new TaskCompletionSource().Task));
        while (!examined.IsCompleted)
        {
            _time.Advance(Doctor.Patience);
            await Task.Yield();
        }

        var finding = (await examined).ShouldHaveSingleItem();
        finding.Verdict.ShouldBe(Verdict.Fault);
        finding.Text.ShouldBe("Nothing came back within 30 seconds.");
    }

    private async Task UntilToldAsync()
    {
        while (_told.Count == 0)
        {
            _time.Advance(Doctor.Quiet);
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<List<Diagnosed>> ExamineAsync(ICheck check)
    {
        var findings = new List<Diagnosed>();
        await foreach (var finding in new Doctor([check], _time).ExamineAsync(_told.Add, TestContext.Current.CancellationToken))
        {
            findings.Add(finding);
        }

        return findings;
    }

    private sealed class Waiting(Task answer) : ICheck
    {
        public string Name => "waiting";

        public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
        {
            await answer.WaitAsync(cancellation);
            return [Diagnosed.Ok(Name, "It answered.")];
        }
    }
}
