// Draws payloads as Slack would show them, with slack-blocks-to-jsx and Chromium:
//   node pictures.mjs FOLDER OUTPUT      FOLDER/name.json ({"blocks":[…]} or a view) becomes OUTPUT/slack-name-light.png and -dark.png
// CHROMIUM_PATH names a Chromium that is not /usr/bin/chromium.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';

const [folder, output] = process.argv.slice(2);
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const styles = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'mlopsbot-pictures-'));

const logo = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" fill="#1d4ed8"/><path d="M8 26V10l10 9 10-9v16" fill="none" stroke="#fff" stroke-width="3"/></svg>')}`;
const background = { light: '#fff', dark: '#1a1d21' };

// The library draws a menu as if nothing were chosen: what is chosen stands in the place of its placeholder.
function filledIn(block) {
  const { element } = block;
  return element?.type === 'static_select' && element.initial_option ? { ...block, element: { ...element, placeholder: element.initial_option.text } } : block;
}

// The library draws messages: a view is drawn without the message's head, in a frame with its title and buttons.
function page(payload, theme) {
  const isModal = payload.type === 'modal';
  const drawn = renderToStaticMarkup(createElement(Message, {
    blocks: payload.blocks.map(filledIn), logo, name: 'MlOpsBot', time: new Date(Date.UTC(2026, 5, 15, 9, 0)), theme, withoutWrapper: payload.type !== undefined,
  }));
  const title = isModal ? `<header><h1>${payload.title.text}</h1><b>×</b></header>` : '';
  const buttons = isModal ? `<footer>${[payload.close, payload.submit].filter(Boolean).map(button => `<span>${button.text}</span>`).join('')}</footer>` : '';
  return `<!doctype html><meta charset="utf-8"><style>${styles}
    body { margin: 0; background: ${background[theme]}; color: ${theme === 'dark' ? '#d1d2d3' : '#1d1c1d'}; font-family: Lato, sans-serif }
    main { padding: 16px; width: 648px; display: flow-root }
    .modal { width: 520px; margin: 16px auto; padding: 0 28px; border-radius: 8px; background: ${theme === 'dark' ? '#222529' : '#fff'}; box-shadow: 0 0 0 1px #8886, 0 8px 24px #0004 }
    .modal header { display: flex; justify-content: space-between; align-items: center; padding: 20px 0 12px } h1 { font-size: 22px; margin: 0 } header b { font-size: 26px; font-weight: 400; opacity: .7 }
    .modal footer { text-align: right; padding: 20px 0 24px; font-size: 15px } footer span { display: inline-block; border: 1px solid #8888; border-radius: 4px; padding: 7px 12px; margin-left: 12px; font-weight: 700 }
    .modal .slack_blocks_to_jsx--block_wrapper { background: none !important } .modal .pointer-events-none { color: inherit } .modal input { color-scheme: ${theme} }
    footer span:last-child { background: #007a5a; border-color: #007a5a; color: #fff }
  </style><main class="${isModal ? 'modal' : ''}">${title}${drawn}${buttons}</main><script>document.body.dataset.height = Math.ceil(document.querySelector('main').getBoundingClientRect().height) + ${isModal ? 32 : 0}</script>`;
}

// Chromium draws a window, so the page says first how high it is.
function run(...args) {
  return execFileSync(chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(scratch, 'profile')}`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

try {
  for (const file of readdirSync(folder).filter(file => file.endsWith('.json'))) {
    const name = basename(file, '.json');
    const payload = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const theme of ['light', 'dark']) {
      const html = join(scratch, `${name}-${theme}.html`);
      writeFileSync(html, page(payload, theme));
      const height = /data-height="(\d+)"/.exec(run('--window-size=680,800', '--dump-dom', `file://${html}`))[1];
      run(`--window-size=680,${height}`, `--screenshot=${join(output, `slack-${name}-${theme}.png`)}`, `file://${html}`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
