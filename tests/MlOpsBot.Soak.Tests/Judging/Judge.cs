using System.Collections.Immutable;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Soak.Tests.Asking;
using MlOpsBot.Soak.Tests.Machine;
using SlackMessage = MlOpsBot.Slack.Tests.FakeSlack.Message;
using TeamsMessage = MlOpsBot.Teams.Tests.FakeTeams.Message;

namespace MlOpsBot.Soak.Tests.Judging;

internal enum Outcome
{
    Once,

    /// <summary>Not seen, and its row says that nobody can tell.</summary>
    Doubtful,

    /// <summary>The platform was never told that it was taken; nothing came.</summary>
    NotTaken,

    /// <summary>Taken, and nothing came, or something that is no answer.</summary>
    Lost,

    Twice,
}

/// <summary>What came of something asked. Immutable.</summary>
/// <param name="Asked">What.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Answered">How long after it was first sent its answer was seen; null where it comes in the response, or did not.</param>
/// <param name="Why">What its row says, or what was seen.</param>
internal sealed record Verdict(Asked Asked, Outcome Outcome, TimeSpan? Answered, string Why)
{
    /// <summary>Whether that must not have come of it.</summary>
    public bool IsWrong => Outcome switch
    {
        Outcome.Lost or Outcome.Twice => true,
        Outcome.Doubtful => Asked.Rule == AskedRule.Once,
        _ => false,
    };

    public override string ToString() => $"{Outcome}: {Asked.Kind} at {Asked.At:HH:mm:ss.fff}, {(Asked.Delivery is { } sent ? sent.ToString() : Asked.Mark)}; {Why}";
}

/// <summary>Says what came of everything, by what the fakes have seen and what the store holds.</summary>
internal static class Judge
{
    public static async Task<ImmutableArray<Verdict>> DecideAsync(Site site)
    {
        var rows = await Rows.ReadAsync(site);
        return [.. site.Log.All.Select(asked => Decide(asked, site.Seen, rows))];
    }

    private static Verdict Decide(Asked asked, Sightings sightings, Rows rows)
    {
        if (asked.Rule == AskedRule.Answered)
        {
            // Whoever is told in the response to try again knows as much as where none came.
            var said = asked.Delivery?.Receipts[0].Body ?? asked.Mark;
            var isTaken = asked.IsTaken && !said.Contains(Sayings.Failed, StringComparison.Ordinal);
            return new Verdict(asked, !isTaken ? Outcome.NotTaken : asked.IsGood ? Outcome.Once : Outcome.Lost, null, said);
        }

        var seen = sightings.Of(asked.Keys);
        if (seen.Length > 1 && asked.Rule != AskedRule.Shown)
        {
            return new Verdict(asked, Outcome.Twice, null, string.Join(" | ", seen.Select(sighting => $"{sighting.At:HH:mm:ss.fff} {Text(sighting.What)}")));
        }

        if (!seen.IsEmpty)
        {
            return new Verdict(asked, IsAnswer(asked, seen[0].What) ? Outcome.Once : Outcome.Lost, seen[0].At - asked.At, Text(seen[0].What));
        }

        var row = rows.Find(asked.Mark);
        return new Verdict(asked, row.IsDoubtful || (asked.Rule is AskedRule.Pressed or AskedRule.Shown && row.IsDone) ? Outcome.Doubtful : asked.IsTaken ? Outcome.Lost : Outcome.NotTaken, null, row.ToString());
    }

    /// <summary>A card, not an apology.</summary>
    private static bool IsAnswer(Asked asked, object what) => (asked.Rule, what) switch
    {
        (AskedRule.Once, SlackMessage message) => !message.Controls.IsEmpty,
        (AskedRule.OnceOrDoubtful, TeamsMessage message) => message.Card is { Buttons.IsEmpty: false },
        _ => true,
    };

    private static string Text(object what) => what switch
    {
        SlackMessage message => message.Text,
        TeamsMessage message => message.Summary,
        _ => "",
    };
}
