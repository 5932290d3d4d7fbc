/** The command line: arguments to exit code. */
import { parseArguments, programName } from './arguments.ts';
import type { CliCommand } from './arguments.ts';
import { runCheck } from './check.ts';
import { runContext } from './context.ts';
import { runImage } from './image.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { runOptimize } from './optimize.ts';
import { runRules } from './rules.ts';
import { printable } from './style.ts';

/** @param argv without the program's own name. Never rejects; what goes wrong ends in a message and code 2. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await run(parseArguments(argv), io);
  } catch (error) {
    if (error instanceof UsageError) io.stderr.write(`${programName}: ${printable(error.message)}\n`);
    else
      io.stderr.write(
        `${programName}: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    return exitCodes.failed;
  }
}

async function run(command: CliCommand, io: CliIo): Promise<number> {
  switch (command.name) {
    case 'check':
      return runCheck(io, command);
    case 'optimize':
      return runOptimize(io, command);
    case 'image':
      return runImage(io, command);
    case 'context':
      return runContext(io, command);
    case 'rules':
      return runRules(io, command.json);
    case 'lsp':
      await io.serve();
      return exitCodes.ok;
    case 'version':
      io.stdout.write(`${programName} ${io.version}\n`);
      return exitCodes.ok;
    case 'help':
      (command.asked ? io.stdout : io.stderr).write(command.text);
      return command.asked ? exitCodes.ok : exitCodes.failed;
  }
}
