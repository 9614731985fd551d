using System.Text.Json;
using MlOpsBot.Slack.Conversing;

namespace MlOpsBot.Slack.Tests;

public sealed class WorkTests
{
    [Fact]
    public void Work_is_read_from_the_inbox_as_it_was_recorded()
    {
        SlackWork work = new QuestionAsked(new SlackActor("U1", "T1"), "C1", ChannelKind.Channel, "1.2", null, "who owns <@U2>?", IsMention: true);

        var json = JsonSerializer.Serialize(work, SlackWorkJson.Default.SlackWork);

        json.ShouldStartWith("""{"kind":"question",""");
        JsonSerializer.Deserialize(json, SlackWorkJson.Default.SlackWork).ShouldBe(work);
    }
}
