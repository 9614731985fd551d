// Slack's own Socket Mode client connects to the fake Slack, acknowledges what comes and says so, a JSON object a line, until
// standard input ends. Arguments: the Web API's address, the app token.
const { SocketModeClient } = require('@slack/socket-mode');

const [slackApiUrl, appToken] = process.argv.slice(2);
const say = (line) => console.log(JSON.stringify(line));
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'info', setName() {} };
const client = new SocketModeClient({ appToken, clientOptions: { slackApiUrl }, logger: quiet, clientPingTimeout: 500 });

client.on('connected', () => say({ connected: true }));
client.on('app_mention', async ({ ack, event, retry_num, retry_reason }) => {
  await ack();
  say({ event: event.text, retry_num, retry_reason });
});
client.on('slash_commands', async ({ ack, body }) => {
  await ack({ text: `Private: ${body.text}` });
  say({ command: body.command });
});
client.on('interactive', async ({ ack, body }) => {
  await ack();
  say({ action: body.actions[0].action_id, value: body.actions[0].value });
});
client.on('error', () => say({ error: true }));

process.stdin.on('end', async () => {
  await client.disconnect();
  process.exit(0);
});
process.stdin.resume();
client.start().catch((error) => {
  console.error(error);
  process.exit(1);
});
