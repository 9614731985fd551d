'use strict';
// The shipped cards as a corpus for the peer: [{"id","title","text"}], the text as it stands in the file.
//   node corpus.js KNOWLEDGE > docs.json
const fs = require('node:fs');
const path = require('node:path');

const docs = [];
for (const folder of ['roles', 'activities', 'topics']) {
  const directory = path.join(process.argv[2], folder);
  for (const file of fs.readdirSync(directory).filter((name) => name.endsWith('.md')).sort()) {
    const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(fs.readFileSync(path.join(directory, file), 'utf8'));
    const title = /^(?:name|title): *"?(.*?)"?$/m.exec(front);
    docs.push({ id: `${folder}/${file.replace(/\.md$/, '')}`, title: title ? title[1] : file, text: `${body}\n${front}`.trim() });
  }
}
process.stdout.write(JSON.stringify(docs));
