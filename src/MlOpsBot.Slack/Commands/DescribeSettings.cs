using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Requests;

namespace MlOpsBot.Slack.Commands;

/// <summary>
/// The private message that shows the rules of the channel that a command was typed in, with controls where whoever typed it may
/// change them. The one command that asks the store; given up after <see cref="SlashAnswers.Patience"/>.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="cancellation">Gives up.</param>
public delegate Task<SlackMessage> DescribeSettings(SlashCommand command, CancellationToken cancellation);
