'use strict';
// Signed /mlops requests, the same that load.js makes, one a line for signed.lua: TIME <tab> SIGNATURE <tab> BODY
//   node sign.js QUESTIONS.jsonl > signed.tsv
const crypto = require('node:crypto');
const fs = require('node:fs');

const secret = process.env.SLACK_SIGNING_SECRET || '8f742231b10e8888abcd99yyyzzz85a5';
const timestamp = String(Math.floor(Date.now() / 1000));
fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).forEach((line, n) => {
  const body = new URLSearchParams({
    token: 'x', team_id: 'T1', team_domain: 't', channel_id: 'C1', channel_name: 'general', user_id: `U${n % 500}`,
    user_name: 'u', command: '/mlops', text: JSON.parse(line).q, api_app_id: 'A1',
    response_url: 'http://127.0.0.1:9/commands/1', trigger_id: `1.${n}.x`,
  }).toString();
  const signature = crypto.createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  process.stdout.write(`${timestamp}\tv0=${signature}\t${body}\n`);
});
