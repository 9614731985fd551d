'use strict';
// Slack for the load test of tips: installs, chat.postMessage within the documented limits, and what came of it.
//   node slack.js PORT             serves; GET /stats says what was posted, and begins anew
//   node slack.js install BOT N    installs the bot in N workspaces, T0001 and so on, as a browser would
// Limits: https://docs.slack.dev/apis/web-api/rate-limits, one post a second to a channel after a short burst, 300 a minute to a workspace.
const http = require('node:http');

const clientId = '1111111111.2222222222';
const scopes = 'app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,im:write,users:read';
const burst = 4;
const most = 300;

function serve(port) {
  let stats;
  const anew = () => { stats = { posts: 0, refused: 0, first: null, last: null, times: [], channels: new Map(), teams: new Map(), free: new Map() }; };
  anew();
  let ts = Date.now() * 1000;

  // How many seconds to wait; 0 for none.
  const wait = (team, channel, now) => {
    const free = Math.max(stats.free.get(channel) ?? now, now);
    if (free - now > (burst - 1) * 1000) return Math.ceil((free - now) / 1000 - burst + 1);
    const recent = stats.teams.get(team) ?? stats.teams.set(team, []).get(team);
    while (recent.length && recent[0] <= now - 60000) recent.shift();
    if (recent.length >= most) return Math.ceil((recent[0] + 60000 - now) / 1000);
    recent.push(now);
    stats.free.set(channel, free + 1000);
    return 0;
  };

  const methods = {
    'oauth.v2.access': (body) => {
      const team = new URLSearchParams(body).get('code');
      return { ok: true, access_token: `xoxb-${team}`, token_type: 'bot', scope: scopes, bot_user_id: `UBOT${team}`, app_id: 'A0LOAD', team: { id: team, name: team }, enterprise: null, is_enterprise_install: false, authed_user: { id: `U${team}` } };
    },
    'auth.test': (_, team) => ({ ok: true, url: 'https://load.slack.example/', team, user: 'mlopsbot', team_id: team, user_id: `UBOT${team}`, bot_id: `B${team}`, is_enterprise_install: false }),
    'conversations.history': () => ({ ok: true, messages: [], has_more: false }),
    'chat.postMessage': (body, team, response) => {
      const { channel } = JSON.parse(body);
      const now = Date.now();
      const seconds = wait(team, channel, now);
      if (seconds > 0) {
        stats.refused += 1;
        response.statusCode = 429;
        response.setHeader('retry-after', String(seconds));
        return { ok: false, error: 'ratelimited' };
      }
      stats.posts += 1;
      stats.first ??= now;
      stats.last = now;
      stats.times.push(now);
      stats.channels.set(channel, (stats.channels.get(channel) ?? 0) + 1);
      ts = Math.max(ts + 1, now * 1000);
      return { ok: true, channel, ts: `${Math.floor(ts / 1e6)}.${String(ts % 1e6).padStart(6, '0')}` };
    },
  };

  http.createServer({ keepAliveTimeout: 120000 }, (request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      let answer;
      if (request.url === '/count') {
        answer = { posts: stats.posts };
      } else if (request.url === '/stats') {
        const { posts, refused, first, last, times } = stats;
        answer = {
          posts, refused, first, last, times,
          channels: stats.channels.size,
          mostOfChannel: Math.max(0, ...stats.channels.values()),
          mostOfTeam: Math.max(0, ...[...stats.teams.values()].map((team) => team.length)),
        };
        anew();
      } else {
        const team = /xoxb-(\w+)/.exec(request.headers.authorization ?? '')?.[1];
        answer = methods[request.url.replace('/api/', '')]?.(Buffer.concat(parts).toString(), team, response) ?? { ok: false, error: 'unknown_method' };
      }
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer));
    });
  }).listen(Number(port), '127.0.0.1', () => console.log('slack on', port));
}

async function install(bot, count) {
  for (let number = 1; number <= Number(count); number += 1) {
    const begun = await fetch(`${bot}/slack/install`, { redirect: 'manual' });
    const state = new URL(begun.headers.get('location')).searchParams.get('state');
    const cookie = begun.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
    const query = new URLSearchParams({ code: `T${String(number).padStart(4, '0')}`, state });
    const done = await fetch(`${bot}/slack/oauth/callback?${query}`, { headers: { cookie } });
    if (done.status !== 200) throw new Error(`install ${number}: ${done.status}`);
  }
}

const [, , first, ...rest] = process.argv;
if (first === 'install') install(...rest); else serve(first);
module.exports = { clientId };
