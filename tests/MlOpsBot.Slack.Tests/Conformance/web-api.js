// Slack's own client talks to the fake Slack. Says what it got as one JSON object on standard output.
// Arguments: the Web API's address, a bot token, a channel, another channel, a user, a client id, a client secret, an OAuth code, a redirect address.
const { WebClient, ErrorCode } = require('@slack/web-api');

const [slackApiUrl, token, channel, otherChannel, user, clientId, clientSecret, code, redirectUri] = process.argv.slice(2);
const retryConfig = { retries: 0 };
const client = new WebClient(token, { slackApiUrl, retryConfig });

async function refusal(call) {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return { code: error.code, error: error.data?.error, messages: error.data?.response_metadata?.messages };
  }
}

const section = { type: 'section', text: { type: 'mrkdwn', text: 'Who owns *it*? <é & ü>' } };
const metadata = { event_type: 'mlopsbot_answer', event_payload: { delivery_id: 'd-1' } };

async function main() {
  const auth = await client.auth.test();
  const posted = await client.chat.postMessage({ channel, text: 'fallback', blocks: [section], metadata, unfurl_links: false, unfurl_media: false });
  const reply = await client.chat.postMessage({ channel, text: 'reply', thread_ts: posted.ts, metadata });
  const ephemeral = await client.chat.postEphemeral({ channel, user, text: 'for you', blocks: [section] });
  const plainHistory = await client.conversations.history({ channel, limit: 1 });
  const history = await client.conversations.history({ channel, include_all_metadata: true, oldest: String(Number(posted.ts) - 1) });
  const replies = await client.conversations.replies({ channel, ts: posted.ts, include_all_metadata: true });
  const pages = [];
  for await (const page of client.paginate('conversations.replies', { channel, ts: posted.ts, limit: 1 })) {
    pages.push(page.messages.map((message) => message.text));
  }

  const updated = await client.chat.update({ channel, ts: posted.ts, text: 'changed' });
  const after = await client.conversations.history({ channel, limit: 1 });
  const home = await client.views.publish({ user_id: user, view: { type: 'home', blocks: [section] } });
  const info = await client.users.info({ user });

  const waited = Date.now();
  const patient = await new WebClient(token, { slackApiUrl, retryConfig: { retries: 3 } }).chat.postMessage({ channel, text: 'limited' });
  const waitedFor = Date.now() - waited;
  const impatient = new WebClient(token, { slackApiUrl, retryConfig, rejectRateLimitedCalls: true });
  let limited = 'ok';
  while (limited === 'ok') {
    limited = await refusal(() => impatient.chat.postMessage({ channel, text: 'limited' }));
  }

  const oauth = await new WebClient(undefined, { slackApiUrl, retryConfig }).oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri });
  const renewed = await new WebClient(undefined, { slackApiUrl, retryConfig }).oauth.v2.access({
    client_id: clientId, client_secret: clientSecret, grant_type: 'refresh_token', refresh_token: oauth.refresh_token,
  });
  const renewedAuth = await new WebClient(renewed.access_token, { slackApiUrl, retryConfig }).auth.test();

  console.log(JSON.stringify({
    team: auth.team_id,
    botUser: auth.user_id,
    posted: posted.message.blocks[0].text.text,
    reply: reply.message.thread_ts === posted.ts,
    ephemeral: typeof ephemeral.message_ts,
    plainHistory: plainHistory.messages[0].metadata ?? null,
    history: history.messages.map((message) => message.metadata?.event_payload.delivery_id),
    replies: replies.messages.map((message) => message.text),
    pages,
    updated: updated.text,
    blocksAfterUpdate: after.messages[0].blocks ?? null,
    home: home.view.type,
    userZone: info.user.tz,
    patient: patient.ok,
    waitedFor,
    impatient: limited,
    tokens: [oauth.access_token.slice(0, 10), renewed.access_token !== oauth.access_token, renewed.expires_in, oauth.team.id, renewedAuth.ok],
    usedCode: await refusal(() => new WebClient(undefined, { slackApiUrl, retryConfig }).oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri })),
    invalidBlocks: await refusal(() => client.chat.postMessage({ channel: otherChannel, text: 'x', blocks: [{ type: 'sparkles' }] })),
    noText: await refusal(() => client.chat.postMessage({ channel: otherChannel })),
    unknownChannel: await refusal(() => client.chat.postMessage({ channel: 'C404', text: 'x' })),
    noToken: await refusal(() => new WebClient(undefined, { slackApiUrl, retryConfig }).auth.test()),
    wrongToken: await refusal(() => new WebClient('xoxb-wrong', { slackApiUrl, retryConfig }).auth.test()),
    missingScope: await refusal(() => client.conversations.open({ users: user })),
    modalWithoutTrigger: await refusal(() => client.views.open({ trigger_id: '1.2.3', view: { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [section] } })),
    serverError: await refusal(() => client.users.info({ user })),
    codes: [ErrorCode.PlatformError, ErrorCode.RateLimitedError, ErrorCode.HTTPError],
  }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
