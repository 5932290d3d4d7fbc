/** This process as the command line sees it. */
import type { CliIo, Output } from '../../cli/io.ts';
import { systemClock } from './clock.ts';
import { createNodeFileSystem } from './file-system.ts';
import { nodeFileWriter } from './file-writer.ts';
import { serve } from './serve.ts';
import { createNodeShellChecker } from './shellcheck.ts';

export function processIo(version: string): CliIo {
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readStdin,
    cwd: process.cwd(),
    env: process.env,
    version,
    fileSystem: createNodeFileSystem(),
    writer: nodeFileWriter,
    clock: systemClock,
    shellChecker: createNodeShellChecker(),
    serve: () => {
      serve();
      // The connection ends the process when the client goes away.
      return new Promise<never>(() => undefined);
    },
  };
}

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has enough (`… | head`): nobody is left to tell anything to.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY === true };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  // TextDecoder removes the byte order mark and turns invalid sequences into U+FFFD.
  return new TextDecoder().decode(Buffer.concat(chunks));
}
