/** This process as the command line sees it. */
import type { CliIo, Output } from '../../cli/io.ts';
import { cacheFolder, dockerFolder } from './cache-folder.ts';
import { systemClock } from './clock.ts';
import { dockerCredentials } from './docker-credentials.ts';
import { createNodeFileSystem } from './file-system.ts';
import { createDockerEngine, dockerSockets } from './docker-engine.ts';
import { nodeFileWriter } from './file-writer.ts';
import { createHttpClient } from './http-client.ts';
import { serve } from './serve.ts';
import { createNodeShellChecker } from './shellcheck.ts';
import { createTextStore } from './text-store.ts';
import { contextWalker } from './walker-script.ts';

/**
 * Milliseconds. Where there is a network, a connection stands sooner; where there is none, nobody waits longer. With what
 * else it costs to try, a run takes less than 200 ms more (test/bench/no-network.ts).
 */
const firstConnectionMs = 140;
/** The same for what an engine on this machine may take, in milliseconds. */
const quickEngine = 150;

export function processIo(version: string): CliIo {
  const userAgent = `dockerfile-optimizer/${version}`;
  const fileSystem = createNodeFileSystem();
  const logger = { info: nothing, warn: say, error: say };
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readStdin,
    cwd: process.cwd(),
    env: process.env,
    version,
    fileSystem,
    writer: nodeFileWriter,
    clock: systemClock,
    shellChecker: createNodeShellChecker(),
    http: (quick) => createHttpClient({ userAgent, firstConnectionMs, nameSuffices: !quick }),
    store: createTextStore(cacheFolder(process.env, process.platform), logger),
    credentials: dockerCredentials(dockerFolder(process.env), logger),
    engine: (quick) =>
      createDockerEngine(dockerSockets(process.env, process.platform), {
        now: () => systemClock.now(),
        ...(quick ? { timeoutMs: quickEngine } : {}),
      }),
    walker: () => contextWalker(fileSystem),
    serve: () => {
      serve();
      // The connection ends the process when the client goes away.
      return new Promise<never>(() => undefined);
    },
  };
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

function nothing(): void {
  // What only a log would hold is not for the terminal.
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
