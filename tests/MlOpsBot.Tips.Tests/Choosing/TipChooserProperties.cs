using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Tips.Choosing;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Choosing;

/// <summary>
/// What holds for the choice of tips whatever happens in between: posts, edits of the knowledge, other topics, votes, questions. Each
/// choice is made from nothing but what was posted, as after a restart.
/// </summary>
public sealed class TipChooserProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120);

    private static readonly SubscriptionPlan s_everything = new(TipSchedule.Default);

    private enum Act
    {
        Post,
        Add,
        TakeOut,
        Narrow,
        Widen,
        Ask,
        Vote,
    }

    private static Arbitrary<Step[]> Lives { get; } =
        (from act in Gen.Frequency(
            (30, Gen.Constant(Act.Post)),
            (3, Gen.Constant(Act.Add)),
            (3, Gen.Constant(Act.TakeOut)),
            (1, Gen.Constant(Act.Narrow)),
            (1, Gen.Constant(Act.Widen)),
            (2, Gen.Constant(Act.Ask)),
            (2, Gen.Constant(Act.Vote)))
         from card in Gen.Choose(0, 4)
         from tip in Gen.Choose(0, 3)
         from vote in Gen.Choose(-1, 1)
         select new Step(act, card, tip, vote)).ArrayOf().ToArbitrary();

    [Fact]
    public void What_never_came_comes_before_anything_is_repeated_whatever_is_edited_in_between() => Check.One(s_config, Prop.ForAll(Lives, steps =>
    {
        foreach (var (choice, chosen, history) in Run(steps))
        {
            if (history.Contains(choice))
            {
                chosen.Except(history).ShouldBeEmpty();
            }
        }
    }));

    [Fact]
    public void Nothing_comes_a_third_time_before_everything_came_in_between_whatever_is_edited() => Check.One(s_config, Prop.ForAll(Lives, steps =>
    {
        foreach (var (choice, chosen, history) in Run(steps))
        {
            var before = Enumerable.Range(0, history.Length).Where(at => history[at] == choice).ToList();
            if (before.Count >= 2)
            {
                chosen.Except(history.Skip(before[^2])).ShouldBeEmpty();
            }
        }
    }));

    [Fact]
    public void From_any_point_on_the_round_is_finished_and_then_every_round_has_every_tip_once() => Check.One(s_config, Prop.ForAll(Lives, steps =>
    {
        var life = new Channel();
        life.Run(steps);
        var (used, of) = TipChooser.Round(life.Knowledge, life.Plan, life.Past);
        if (of == 0)
        {
            return;
        }

        var tips = TipChooser.Chosen(life.Knowledge, life.Plan).Select(tip => tip.Id).Order(StringComparer.Ordinal).ToList();
        var to = TipChooser.Preview(life.Knowledge, life.Plan, life.Past).Select(choice => choice.Tip.Id).Take((4 * of) + 1).ToList();
        var left = used == of ? 0 : of - used;
        to.Take(left).ShouldBeUnique();
        foreach (var round in to.Skip(left).Chunk(of).Where(round => round.Length == of))
        {
            round.Order(StringComparer.Ordinal).ShouldBe(tips);
        }

        // What came in the running round is what is not to come in it any more.
        tips.Except(to.Take(left == 0 ? of : left)).ShouldBeSubsetOf(life.Past.History);
    }));

    [Fact]
    public void Half_of_the_tips_lie_between_two_postings_of_the_same_one() => Check.One(
        s_config,
        Prop.ForAll(Gen.Choose(1, 6).Two().ToArbitrary(), Gen.Choose(0, 9999).ToArbitrary(), (size, channel) =>
        {
            var knowledge = SampleTips.Grid(size.Item1, size.Item2);
            var count = knowledge.Tips.Length;
            var came = Preview(knowledge, Fresh(channel)).Take(5 * count).ToList();
            for (var at = 0; at < came.Count; at++)
            {
                came.Skip(at + 1).Take(Math.Max(0, (count / 2) - 1)).ShouldNotContain(came[at]);
            }
        }));

    [Fact]
    public void A_preview_is_what_is_then_posted() => Check.One(s_config, Prop.ForAll(Lives, steps =>
    {
        var life = new Channel();
        life.Run(steps);
        var shown = TipChooser.Preview(life.Knowledge, life.Plan, life.Past).Take(30).ToList();
        foreach (var choice in shown)
        {
            var next = TipChooser.Next(life.Knowledge, life.Plan, life.Past)!;
            (next.Tip.Id, next.Why).ShouldBe((choice.Tip.Id, choice.Why));
            life.Post();
        }
    }));

    [Fact]
    public void Tips_on_what_somebody_asked_about_come_earlier_and_those_they_want_less_of_later() => Check.One(
        s_config,
        Prop.ForAll(Gen.Choose(2, 8).Two().ToArbitrary(), Gen.Choose(0, 9999).ToArbitrary(), (size, channel) =>
        {
            var knowledge = SampleTips.Grid(size.Item1, size.Item2);
            var (past, card) = (Fresh(channel), SampleTips.Card(channel % size.Item1));
            var plain = Places(past);
            Places(past with { AskedAbout = [card] }).ShouldBeLessThanOrEqualTo(plain);
            Places(past with { Votes = past.Votes.Add(card, 1) }).ShouldBeLessThanOrEqualTo(plain);
            Places(past with { Votes = past.Votes.Add(card, -2) }).ShouldBeGreaterThanOrEqualTo(plain);

            // As early as can be, without the same card twice running.
            var asked = Preview(knowledge, past with { AskedAbout = [card] }).Take((2 * size.Item2) - 1).ToList();
            asked.Count(tip => tip.StartsWith(card + "/", StringComparison.Ordinal)).ShouldBe(size.Item2);

            int Places(TipPast one) => Preview(knowledge, one).Take(knowledge.Tips.Length).Index().Where(tip => tip.Item.StartsWith(card + "/", StringComparison.Ordinal)).Sum(tip => tip.Index);
        }));

    [Fact]
    public void The_same_card_does_not_come_twice_running_while_there_is_another() => Check.One(
        s_config,
        Prop.ForAll(Gen.Choose(1, 6).ArrayOf().ToArbitrary(), Gen.Choose(0, 9999).ToArbitrary(), (sizes, channel) =>
        {
            var knowledge = SampleTips.Of(sizes.Index().SelectMany(card => Enumerable.Range(0, card.Item).Select(tip => (card.Index, tip))));
            var round = TipChooser.Preview(knowledge, s_everything, Fresh(channel)).Take(knowledge.Tips.Length).Select(choice => choice.Card.Slug).ToList();
            for (var at = 1; at < round.Count; at++)
            {
                if (round[at] == round[at - 1])
                {
                    round.Skip(at).Distinct().Count().ShouldBe(1);
                }
            }
        }));

    private static TipPast Fresh(int channel) => new(new WorkspaceKey("slack", "T1"), $"C{channel}", []);

    private static IEnumerable<string> Preview(KnowledgeBase knowledge, TipPast past) => TipChooser.Preview(knowledge, s_everything, past).Select(choice => choice.Tip.Id);

    private static IEnumerable<(string Choice, ImmutableArray<string> Chosen, ImmutableArray<string> History)> Run(Step[] steps)
    {
        var channel = new Channel();
        foreach (var step in steps)
        {
            var history = channel.Past.History;
            if (channel.Do(step) is { } choice)
            {
                yield return (choice, [.. TipChooser.Chosen(channel.Knowledge, channel.Plan).Select(tip => tip.Id)], history);
            }
        }
    }

    private sealed record Step(Act Act, int Card, int Tip, int Vote);

    private sealed class Channel
    {
        private readonly HashSet<(int, int)> _tips = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (3, 0)];

        public TipPast Past { get; private set; } = Fresh(1);

        public SubscriptionPlan Plan { get; private set; } = s_everything;

        public KnowledgeBase Knowledge => SampleTips.Of(_tips.Order());

        public void Run(Step[] steps)
        {
            foreach (var step in steps)
            {
                Do(step);
            }
        }

        /// <summary>Does it; the tip that was posted, if one was.</summary>
        public string? Do(Step step)
        {
            switch (step.Act)
            {
                case Act.Post:
                    return Post();
                case Act.Add:
                    _tips.Add((step.Card, step.Tip));
                    break;
                case Act.TakeOut:
                    _tips.Remove((step.Card, step.Tip));
                    break;
                case Act.Narrow:
                    Plan = Plan with { Topics = [new TipTopic("some", [SampleTips.Card(step.Card), SampleTips.Card(step.Tip)])] };
                    break;
                case Act.Widen:
                    Plan = s_everything;
                    break;
                case Act.Ask:
                    Past = Past with { AskedAbout = [SampleTips.Card(step.Card)] };
                    break;
                case Act.Vote:
                    Past = Past with { Votes = Past.Votes.SetItem(SampleTips.Card(step.Card), step.Vote) };
                    break;
            }

            return null;
        }

        public string? Post()
        {
            var choice = TipChooser.Next(Knowledge, Plan, Past);
            Past = choice is null ? Past : Past with { History = Past.History.Add(choice.Tip.Id) };
            return choice?.Tip.Id;
        }
    }
}
