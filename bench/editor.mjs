import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledCli, bundledProtocol, inTemporaryFolder, written } from './lib/bundled.mjs';
import { overviewOf } from './lib/generated-overview.mjs';
import { memoryMiB, processorMs } from './lib/processes.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'from a keystroke to its findings in an editor, over the protocol (aims: template 20 ms, 1,000 services 60 ms and 200 MiB, 5,000 services 300 ms)';

const profile = 'env: dev\nhttp_port: 8080\nframeworks: [Next.js]\ndb: Postgres\nauth: OAuth 2.0\ninfra: one machine\n';

/** Measures a server for each document, as an editor has one for each window. */
export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const cli = await bundledCli(folder);
    const protocol = await bundledProtocol(folder);
    await written(folder, 'confer-agent.profile.yml', profile);
    const documents = [
      { name: 'the template', text: await templateText(cli, folder), edits: 60 },
      { name: '1,000 services', text: overviewOf(1_000), edits: 20 },
      { name: '5,000 services', text: overviewOf(5_000), edits: 8 },
    ];
    for (const document of documents) say(await measured({ cli, protocol, folder }, document));
  });
}

async function templateText(cli, folder) {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'new', '--name', 'bench'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`asbuilt new ended with ${status}: ${stderr}`);
  return readFile(join(folder, 'overview.md'), 'utf8');
}

async function measured({ cli, protocol, folder }, { name, text, edits }) {
  const server = spawn(process.execPath, [cli, 'lsp'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = protocol;
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  try {
    const document = { uri: pathToFileURL(join(folder, 'overview.md')).href, text };
    const first = await measureOpening(connection, document);
    const before = processorMs(server.pid);
    const times = await timesOf(connection, document, edits);
    const processor = (processorMs(server.pid) - before) / edits;
    const memory = memoryMiB(server.pid);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await once(server, 'exit');
    return [
      name.padEnd(15),
      `${(text.length / 1024).toFixed(0)} KB`.padStart(8),
      `opened ${first.toFixed(0)} ms`.padStart(16),
      `median of ${edits} edits ${median(times).toFixed(1)} ms`.padStart(32),
      `worst ${Math.max(...times).toFixed(1)} ms`.padStart(18),
      `processor ${processor.toFixed(1)} ms an edit`.padStart(30),
      `holds ${memory.now.toFixed(0)} MiB, at most ${memory.most.toFixed(0)}`.padStart(30),
    ].join('');
  } finally {
    connection.dispose();
    server.kill();
  }
}

/** From opening to the first findings. */
async function measureOpening(connection, { uri, text }) {
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  return timeUntilFound(connection, { uri, version: 1 }, () => {
    const textDocument = { uri, languageId: 'markdown', version: 1, text };
    return connection.sendNotification('textDocument/didOpen', { textDocument });
  });
}

/** From each change to the findings of its version. Between two of them one thinks for a moment. */
async function timesOf(connection, { uri, text }, edits) {
  const times = [];
  for (let version = 2; version < edits + 2; version += 1) {
    const time = await timeUntilFound(connection, { uri, version }, () =>
      connection.sendNotification('textDocument/didChange', change(uri, version, text)),
    );
    times.push(time);
    await new Promise((resolve) => setTimeout(resolve, Math.max(50, 2 * time)));
  }
  return times;
}

async function timeUntilFound(connection, { uri, version }, cause) {
  const startedAt = performance.now();
  const found = new Promise((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', (published) => {
      if (published.uri === uri && published.version === version) resolve();
    });
  });
  await cause();
  await found;
  return performance.now() - startedAt;
}

/** A digit typed into, or taken out of, a cell in the middle of the document. */
function change(uri, version, text) {
  const lines = text.split('\n');
  const line = lines.findIndex((each, index) => index > lines.length / 2 && each.startsWith('| '));
  const at = { line, character: lines[line].indexOf('| ') + 3 };
  const end = { ...at, character: at.character + 1 };
  const isTyping = version % 2 === 0;
  return {
    textDocument: { uri, version },
    contentChanges: [{ range: { start: at, end: isTyping ? at : end }, text: isTyping ? '7' : '' }],
  };
}
