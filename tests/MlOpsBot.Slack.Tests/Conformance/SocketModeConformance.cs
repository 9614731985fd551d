using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Conformance;

/// <summary>Slack's own Socket Mode client gets from the fake Slack what it gets from Slack.</summary>
public sealed class SocketModeConformance
{
    [Fact]
    public async Task Slacks_own_socket_gets_on_with_the_fake_Slack()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        using var node = Node.Run("socket-mode.js", slack.ApiUrl.ToString(), slack.Options.AppToken);
        await node.ReadUntilAsync("connected");

        // An event, a command and a press.
        var written = await slack.Robin.SendMentionAsync(slack.General, "who owns it?");
        written.Events.ShouldHaveSingleItem().IsAcknowledged.ShouldBeTrue();
        (await node.ReadUntilAsync("event")).GetProperty("event").GetString().ShouldBe($"<@{slack.Acme.BotUser}> who owns it?");
        (await slack.Robin.CommandAsync("/mlops roles")).Read().ShouldBe("Private: roles");
        (await node.ReadUntilAsync("command")).GetProperty("command").GetString().ShouldBe("/mlops");
        var message = new Message(slack.General.Id, slack.World.NewTs(), slack.Acme.BotUser)
        {
            IsFromBot = true,
            Blocks = Payload.WithIds(
                System.Text.Json.JsonSerializer.SerializeToElement(new object[]
                {
                    new { type = "actions", elements = new object[] { new { type = "button", text = new { type = "plain_text", text = "More" }, action_id = "open:0", value = "v" } } },
                }),
                slack.World),
        };
        slack.World.Post(slack.General, message);
        (await slack.Robin.SendPressAsync(message, "More")).IsAcknowledged.ShouldBeTrue();
        (await node.ReadUntilAsync("action")).GetProperty("value").GetString().ShouldBe("v");

        // Slack asks for a new link; the client brings one.
        await slack.Sockets.Links[0].DisconnectAsync("warning", closes: false);
        await node.ReadUntilAsync("connected");
        await slack.Sockets.ConnectedAsync();
        slack.Sockets.Accepted.ShouldBe(2);

        // The link is cut under an event: it comes again on the new one.
        slack.Sockets.Links[^1].Drop();
        await node.ReadUntilAsync("connected");
        await slack.Sockets.ConnectedAsync();
        (await slack.Robin.SendMentionAsync(slack.General, "still there?")).Events[0].IsAcknowledged.ShouldBeTrue();
        (await node.ReadUntilAsync("event")).GetProperty("event").GetString()!.ShouldEndWith("still there?");

        // The link goes dead without closing: the client misses the pongs and comes back by itself.
        slack.Sockets.Links[^1].HalfOpen();
        await node.ReadUntilAsync("connected");
        slack.Sockets.MostAtOnce.ShouldBeLessThanOrEqualTo(2);
    }
}
