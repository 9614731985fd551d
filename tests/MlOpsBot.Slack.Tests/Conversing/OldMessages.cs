using System.Text.Json;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Conversing;

/// <summary>Messages of the bot's as an earlier version may have left them.</summary>
internal static class OldMessages
{
    /// <summary>A message with one button.</summary>
    public static Task<Message> PostAsync(TalkingBot bot, Channel channel, string label, string actionId, string value)
    {
        var blocks = JsonSerializer.SerializeToElement(new object[]
        {
            new
            {
                type = "actions",
                block_id = "b1",
                elements = new object[] { new { type = "button", action_id = actionId, value, text = new { type = "plain_text", text = label } } },
            },
        });
        var world = bot.Slack.World;
        var message = new Message(channel.Id, world.NewTs(), bot.Slack.Acme.BotUser) { Text = "An answer", IsFromBot = true, Blocks = blocks };
        world.Post(channel, message);
        return Task.FromResult(message);
    }
}
