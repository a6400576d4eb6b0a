#!/usr/bin/env node
import { main } from '#cli/main';
import { processIo } from '#cli/process-io';

const { io, endedBy } = processIo();
const code = await main(process.argv.slice(2), io);
// At the very end and without process.exit(), so that what is on its way to a pipe arrives and a failed write counts.
process.on('exit', () => {
  process.exitCode = endedBy() ?? code;
});
