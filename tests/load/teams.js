'use strict';
// Teams for the load test: keys, login and connector over https, and the tokens of requests, one of which lives for an hour.
//   node teams.js PORT KEY.pem CERT.pem OUT
// Writes OUT/token and OUT/forged, then serves; GET /count says how many posts came. No dependency.
const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');

const [, , port, key, cert, out] = process.argv;
const appId = process.env.TEAMS_APP_ID;
const serviceUrl = `https://127.0.0.1:${port}/amer/`;
const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const content = `${part({ alg: 'RS256', kid: 'load', typ: 'JWT', cty: 'JWT' })}.${part({
  serviceurl: serviceUrl, nbf: now, exp: now + 3600, iss: 'https://api.botframework.com', aud: appId,
})}`;
const signature = crypto.sign('sha256', Buffer.from(content), privateKey);
fs.writeFileSync(`${out}/token`, `${content}.${signature.toString('base64url')}`);

// Forged ones differ from each other, so that none is known from the one before.
fs.writeFileSync(`${out}/forged`, Array.from({ length: 5000 }, () => `${content}.${crypto.randomBytes(256).toString('base64url')}`).join('\n'));

let posts = 0;
const answers = {
  '/keys': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'load', endorsements: ['msteams'] }] }),
  '/metadata': () => ({ issuer: 'https://api.botframework.com', jwks_uri: `https://127.0.0.1:${port}/keys`, id_token_signing_alg_values_supported: ['RS256'] }),
  '/count': () => ({ posts }),
};

https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert), keepAliveTimeout: 120000 }, (request, response) => {
  request.resume();
  request.on('end', () => {
    let body = answers[request.url]?.();
    if (request.url.endsWith('/oauth2/v2.0/token')) {
      body = { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'load' };
    } else if (!body) {
      body = { id: String(1700000000000 + (posts += 1)) };
    }
    response.writeHead(request.method === 'POST' && request.url.startsWith('/amer/') ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
}).listen(Number(port), '127.0.0.1', () => console.log('teams on', port));
