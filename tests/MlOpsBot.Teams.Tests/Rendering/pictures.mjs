// Draws cards as Teams would show them, with Microsoft's own renderer and Chromium:
//   node pictures.mjs FOLDER OUTPUT      FOLDER/name.json (a card) becomes OUTPUT/teams-name.png: 320 and 480 pixels wide, light and dark, and high contrast
// CHROMIUM_PATH names a Chromium that is not /usr/bin/chromium.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { hostConfig, themeOf } from './host.mjs';

const [folder, output] = process.argv.slice(2);
const find = createRequire(import.meta.url).resolve;
const renderer = readFileSync(find('adaptivecards/dist/adaptivecards.min.js'), 'utf8');
const styles = readFileSync(find('adaptivecards/dist/adaptivecards.css'), 'utf8');
const panes = [['light', 320], ['light', 480], ['dark', 320], ['dark', 480], ['contrast', 320]];

function paneStyle(name) {
  const theme = themeOf(name);
  return `
    .${name} { background: ${theme.chat}; color: ${theme.text}; padding: 12px }
    .${name} .ac-adaptiveCard { border: 1px solid ${theme.border}; border-radius: 4px }
    .${name} .ac-container { border-radius: 4px; ${name === 'contrast' ? `outline-color: ${theme.border}` : ''} }
    .${name} .ac-textRun[role], .${name} .ac-anchor, .${name} a { color: ${theme.link} !important; cursor: pointer }
    .${name} .ac-pushButton { background: ${theme.button}; color: ${theme.text}; border: 1px solid ${theme.border} }
    .${name} .ac-pushButton.style-positive { background: #5b5fc7; color: #fff; border-color: #5b5fc7 }
    .${name} .ac-pushButton.style-destructive { color: ${name === 'light' ? '#c4314b' : name === 'dark' ? '#f9526b' : theme.text} }
    .${name} .ac-input { background: ${theme.card}; color: ${theme.text}; border: 1px solid ${theme.border} }`;
}

const page = `<!doctype html><meta charset="utf-8"><style>${styles}
  body { margin: 0; font-family: "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif }
  main { display: inline-flex; align-items: flex-start; gap: 12px; padding: 12px; background: #808080 }
  .ac-pushButton { border-radius: 4px; padding: 5px 12px; font: 600 14px "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; min-height: 32px; margin-bottom: 4px }
  .ac-actionSet { flex-wrap: wrap }
  .ac-input { border-radius: 4px; padding: 5px 8px; font: 14px "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; width: 100%; box-sizing: border-box }
  ${[...new Set(panes.map(([theme]) => theme))].map(paneStyle).join('\n')}
</style><main></main>`;

// As much of Markdown as Teams reads: what is not escaped shows.
function markdown(text) {
  const html = text.replaceAll('&', '&amp;').replace(/\\([\\*_[\]`~<>#|.)+=-])/g, (_, mark) => `&#${mark.charCodeAt(0)};`).replaceAll('<', '&lt;')
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/(^|\W)_(.+?)_(?=\W|$)/g, '$1<i>$2</i>').replace(/\[(.+?)\]\((.+?)\)/g, '<a href="$2">$1</a>');
  return `<p>${html}</p>`;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const tab = await browser.newPage({ viewport: { width: 2200, height: 1200 } });
  for (const file of readdirSync(folder).filter(file => file.endsWith('.json'))) {
    const name = basename(file, '.json');
    const card = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    await tab.setContent(page);
    await tab.addScriptTag({ content: renderer });
    const shown = panes.map(([theme, width]) => ({ theme, width, config: hostConfig(theme) }));
    await tab.evaluate(`(${draw})(${JSON.stringify(card)}, ${JSON.stringify(shown)}, ${markdown})`);
    await (await tab.$('main')).screenshot({ path: join(output, `teams-${name}.png`) });
  }
} finally {
  await browser.close();
}

function draw(card, panes, markdown) {
  /* global AdaptiveCards */
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = markdown(text); result.didProcess = true; };
  for (const { theme, width, config } of panes) {
    const shown = new AdaptiveCards.AdaptiveCard();
    shown.hostConfig = new AdaptiveCards.HostConfig(config);
    shown.parse(card, new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5));
    const pane = document.querySelector('main').appendChild(document.createElement('div'));
    pane.className = theme;
    pane.style.width = `${width}px`;
    pane.append(shown.render());
  }
}
