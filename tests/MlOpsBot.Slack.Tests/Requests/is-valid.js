'use strict';
// Judges requests by Bolt's own signature check, as its receivers call it: one case a line of the file, one line of JSON out.
//   node is-valid.js CASES.jsonl      a case: {"secret","signature","time","body" (base64),"now" (ms)}
const fs = require('node:fs');
const { isValidSlackRequest } = require('@slack/bolt/dist/receivers/verify-request');

const verdicts = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((line) => {
  const { secret, signature, time, body, now } = JSON.parse(line);
  return isValidSlackRequest({
    signingSecret: secret,
    body: Buffer.from(body, 'base64').toString(),
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number.parseInt(time, 10) },
    nowMilliseconds: now,
  }) ? '1' : '0';
});
console.log(JSON.stringify({ verdicts: verdicts.join('') }));
