import type { Writable } from 'node:stream';
import { version } from '../package.json';
import { runCli } from './cli/run.ts';
import { processIo } from './platform/node/process-io.ts';

process.exitCode = 2;
void runCli(process.argv.slice(2), processIo(version)).then(async (code) => {
  process.exitCode = code;
  // What was written to a pipe must arrive.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // The look-up of a name, given up long ago, would keep the process for as long as the system goes on trying.
  process.exit();
});

function flushed(stream: Writable): Promise<void> {
  return new Promise((done) => stream.write('', () => done()));
}
