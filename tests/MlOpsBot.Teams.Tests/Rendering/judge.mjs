// Judges cards by Microsoft's own renderer: each line of standard input is a card; each line of standard output is a finding
// ("LINE: what"), and the last one the number of cards that were read.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { hostConfig } from './host.mjs';

const { AdaptiveCard, CardElement, HostConfig, SerializationContext, Versions } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

const host = new HostConfig(hostConfig('light'));

// What is Teams' own.
const teams = new Set(['$schema', 'msteams']);

// What was given has to come back: what does not was misspelt, or means nothing to the renderer.
function lost(given, back, path, findings) {
  if (Array.isArray(given)) {
    given.forEach((item, i) => lost(item, back?.[i], `${path}[${i}]`, findings));
    if (back?.length !== given.length) findings.push(`${path}: ${given.length} became ${back?.length}`);
  } else if (given !== null && typeof given === 'object') {
    for (const [name, value] of Object.entries(given)) {
      if (!(path === '' && teams.has(name))) lost(value, back?.[name], `${path}.${name}`, findings);
    }
  } else if (given !== back && String(given).toLowerCase() !== String(back).toLowerCase()) {
    findings.push(`${path}: ${JSON.stringify(given)} became ${JSON.stringify(back)}`);
  }
}

// The renderer keeps no fallbacks: each has to stand in its place to be judged. Undefined where there is none.
function fallen(given) {
  let any = false;
  const replace = node => {
    if (Array.isArray(node)) return node.map(replace);
    if (node === null || typeof node !== 'object') return node;
    if (node.fallback !== undefined) { any = true; return replace(node.fallback); }
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, replace(value)]));
  };
  const card = replace(given);
  return any ? card : undefined;
}

function without(node) {
  if (Array.isArray(node)) return node.map(without);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'fallback').map(([name, value]) => [name, without(value)]));
}

function judge(given, findings) {
  // Its pattern for languages remembers where it found one last, and so refuses every second card.
  CardElement.langProperty.regEx.lastIndex = 0;
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.hostConfig = host;
  card.parse(given, context);
  for (let i = 0; i < context.eventCount; i++) findings.push(`parse: ${context.getEventAt(i).message}`);
  for (const event of card.validateProperties().validationEvents) findings.push(`validate: ${event.message}`);
  lost(without(given), card.toJSON(), '', findings);
}

let line = 0;
for await (const text of createInterface({ input: process.stdin })) {
  line++;
  const findings = [];
  const given = JSON.parse(text);
  judge(given, findings);
  const older = fallen(given);
  if (older) judge(older, findings);
  for (const finding of findings) console.log(`${line}: ${finding}`);
}
console.log(`${line} cards`);
