import { version } from '../package.json';
import { runCli } from './cli/run.ts';
import { processIo } from './platform/node/process-io.ts';

process.exitCode = 2;
void runCli(process.argv.slice(2), processIo(version)).then((code) => {
  // Not process.exit: what was written to a pipe must arrive.
  process.exitCode = code;
});
