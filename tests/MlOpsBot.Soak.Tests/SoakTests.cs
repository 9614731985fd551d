using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MlOpsBot.Soak.Tests.Asking;
using MlOpsBot.Soak.Tests.Judging;
using MlOpsBot.Soak.Tests.Machine;

namespace MlOpsBot.Soak.Tests;

/// <summary>
/// A steady load over everything that the bot serves while one thing after another goes wrong: three replicas on one PostgreSQL, and a
/// bot on SQLite beside them. The full run, with the published program and its figures: <c>bash tests/load/soak</c>.
/// </summary>
[Collection(Alone.Name)]
public sealed class SoakTests
{
    // Slack's own schedule is longer than a short run: there it is pressed into seconds.
    private static readonly ImmutableArray<TimeSpan> s_pressed = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500), .. Enumerable.Repeat(TimeSpan.FromSeconds(1), 60)];

    [Fact(Explicit = true)]
    public async Task Whatever_goes_wrong_no_question_is_lost_or_answered_twice_and_what_the_program_takes_stays_level()
    {
        var length = TimeSpan.FromMinutes(Setting.Number("SOAK_MINUTES") ?? 2);
        var isLong = length >= TimeSpan.FromMinutes(10);
        using var knowledge = Scratch.WithKnowledge();
        using var logs = new Scratch();
        await using var database = await Database.StartAsync(Setting.Postgres());
        var settings = new SiteSettings("postgres", Setting.Program, knowledge.Knowledge, Setting.Output ?? logs.Path)
        {
            Database = database,
            Retries = isLong ? new SiteSettings("", "", "", "").Retries : s_pressed,
            Lease = TimeSpan.FromSeconds(isLong ? 60 : 5),
        };
        await using var main = await Site.StartAsync(settings, (int)(Setting.Number("SOAK_REPLICAS") ?? 3));
        await using var small = await Site.StartAsync(settings with { Name = "sqlite", Database = null, Workspaces = 3 }, replicas: 1);
        var run = new Run([main, small], length, isLong);

        await run.GoAsync(knowledge);

        var settled = await Task.WhenAll(run.Sites.Select(site => site.SettleAsync(TimeSpan.FromMinutes(isLong ? 8 : 3))));
        var verdicts = (await Task.WhenAll(run.Sites.Select(Judge.DecideAsync))).ToImmutableArray();
        await run.SayAsync(verdicts);
        settled.ShouldAllBe(each => each, "something is still open");
        run.Failures.ShouldBeEmpty();
        run.Troubles.Stopped.ShouldAllBe(each => each.ExitCode == 0);
        verdicts.SelectMany(each => each).Where(verdict => verdict.IsWrong).Select(verdict => verdict.ToString()).ShouldBeEmpty();
        run.Grown.ShouldBeEmpty();
    }

    /// <summary>One run of it.</summary>
    private sealed class Run
    {
        private readonly TimeSpan _length;
        private readonly bool _isLong;
        private readonly Sampling _sampling;
        private readonly ImmutableArray<Load> _loads;

        public Run(ImmutableArray<Site> sites, TimeSpan length, bool isLong)
        {
            Sites = sites;
            _length = length;
            _isLong = isLong;
            _sampling = new Sampling(sites, TimeSpan.FromSeconds(isLong ? 20 : 3));
            Troubles = new Troubles(sites, Setting.Seed);
            _loads = [new Load(sites[0].Ways, Setting.Rate, Setting.Seed), new Load(sites[1].Ways, Setting.Rate / 5, Setting.Seed + 1)];
        }

        public ImmutableArray<Site> Sites { get; }

        public Troubles Troubles { get; }

        public IEnumerable<Exception> Failures => _loads.SelectMany(load => load.Failures);

        /// <summary>Replicas that took more and more. Memory is judged where there was time to tell growth from settling.</summary>
        public IEnumerable<Course> Grown => _isLong ? Courses.Where(course => course.LastMemory > (course.FirstMemory * 1.15) + 10 || course.Handles.After > course.Handles.Before + 50) : [];

        private ImmutableArray<Course> Courses => _sampling.Courses(_length / 3);

        public async Task GoAsync(Scratch knowledge)
        {
            using var stop = new CancellationTokenSource();
            using var calm = new CancellationTokenSource();
            var editing = new Editing(knowledge);
            Task[] under = [.. _loads.Select(load => load.RunAsync(stop.Token)), _sampling.RunAsync(stop.Token), editing.RunAsync(TimeSpan.FromSeconds(5), stop.Token), SubscribeAsync(calm.Token)];
            var troubles = Troubles.RunAsync(TimeSpan.FromSeconds(_isLong ? 35 : 4), TimeSpan.FromSeconds(_isLong ? 15 : 4), calm.Token);

            // The last part is left in peace: what was put off is worked off under load, too.
            var last = _isLong ? TimeSpan.FromMinutes(1.5) : _length / 6;
            await Task.WhenAny(troubles, Task.Delay(_length - last));
            await calm.CancelAsync();
            await troubles;
            await Task.WhenAny(Task.WhenAll(under), Task.Delay(last));
            await stop.CancelAsync();
            await Task.WhenAll(under);
        }

        public async Task SayAsync(ImmutableArray<ImmutableArray<Verdict>> verdicts)
        {
            var tallies = Sites.Select((site, index) => (site.Name, Rows: Tally.Of(verdicts[index], Troubles.IsCalm))).ToList();
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"\nSoak of {_length.TotalMinutes:0.#} minutes, {Setting.Rate} questions a second on PostgreSQL and {Setting.Rate / 5} on SQLite\n");
            foreach (var (name, rows) in tallies)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nThe bot on {name}:\n\n{Tally.Write(rows)}");
            }

            var troubles = Troubles.All.GroupBy(trouble => trouble.Name).Select(group => (group.Key, Count: group.Count(), Longest: group.Max(trouble => trouble.To - trouble.From))).ToList();
            text.Append("\n| what went wrong | times | until all were ready again, at most |\n|---|---|---|\n");
            foreach (var (name, count, longest) in troubles)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {count} | {longest.TotalSeconds:0.0} s |\n");
            }

            text.Append('\n').Append(Sampling.Write(Courses));
            text.Append(CultureInfo.InvariantCulture, $"\nAt most {_sampling.Most.Open} events waited, and {_sampling.Most.Connections} connections were open to PostgreSQL. Stops took up to {Troubles.Stopped.Select(each => each.Took.TotalSeconds).DefaultIfEmpty().Max():0.0} s.\n");
            foreach (var site in Sites)
            {
                text.Append(CultureInfo.InvariantCulture, $"The balancer of {site.Name} refused: {string.Join(", ", site.Refused)}; replicas that would not start and were started again: {site.Restarts}\n");
            }

            TestContext.Current.SendDiagnosticMessage("{0}", text);
            if (Setting.Output is { } folder)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "soak.md"), text.ToString());
                var figures = new { minutes = _length.TotalMinutes, Setting.Rate, Setting.Seed, tallies = tallies.Select(each => new { each.Name, each.Rows }), courses = Courses, troubles = Troubles.All, samples = _sampling.Samples, wrong = verdicts.SelectMany(each => each).Where(each => each.IsWrong).Select(each => each.ToString()) };
                await File.WriteAllTextAsync(Path.Combine(folder, "soak.json"), JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
            }
        }

        /// <summary>Tips that come due one after the other, in trouble and in calm.</summary>
        private async Task SubscribeAsync(CancellationToken stop)
        {
            var begin = TimeProvider.System.GetUtcNow();
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var now = TimeProvider.System.GetUtcNow();
                var due = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero).AddMinutes(2);

                // Posts are spread over a minute, and a replica that was killed keeps its claim for another.
                if (due < begin + _length - TimeSpan.FromMinutes(2) && due.Day == now.Day)
                {
                    await Sites[0].People.SubscribeAsync(number, due);
                }

                await Task.Delay(TimeSpan.FromSeconds(20), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
