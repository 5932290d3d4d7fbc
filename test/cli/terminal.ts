/** The command line with an in-memory world around it. */
import { runCli } from '../../server/cli/run.ts';
import type { CliIo, FileWriter } from '../../server/cli/io.ts';
import type { ContainerEngine, CredentialSource, HttpClient, ShellChecker } from '../../server/ports.ts';
import { noShellCheck } from '../support/shellcheck.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryFileSystem, MemoryTree } from '../support/memory-file-system.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly fileSystem: MemoryFileSystem;
  readonly served: number;
  /** Text of a file below the working folder, undefined when there is none. */
  text(path: string): Promise<string | undefined>;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly env?: CliIo['env'];
  readonly writer?: FileWriter;
  readonly shellChecker?: ShellChecker;
  /** Without it there is no network. */
  readonly http?: () => HttpClient;
  readonly engine?: ContainerEngine;
  readonly credentials?: CredentialSource;
  /** `YYYY-MM-DD`. */
  readonly today?: string;
}

/** Runs in the folder /project which holds these files. */
export async function run(
  argv: readonly string[],
  tree: MemoryTree = {},
  options: RunOptions = {},
): Promise<Ran> {
  const fileSystem = createMemoryFileSystem(tree);
  const out = { stdout: '', stderr: '', served: 0 };
  const write = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => void (out[stream] += text),
    isTTY: options.tty ?? false,
  });
  const code = await runCli(argv, {
    stdout: write('stdout'),
    stderr: write('stderr'),
    readStdin: () => Promise.resolve(options.stdin ?? ''),
    cwd: '/project',
    env: options.env ?? {},
    version: '1.2.3',
    fileSystem,
    writer: options.writer ?? memoryWriter(fileSystem),
    clock: { today: () => options.today ?? '2026-11-21', now: () => 0 },
    shellChecker: options.shellChecker ?? noShellCheck,
    ...(options.http ? { http: options.http } : {}),
    ...(options.engine ? { engine: () => options.engine! } : {}),
    ...(options.credentials ? { credentials: options.credentials } : {}),
    serve: () => {
      out.served += 1;
      return Promise.resolve();
    },
  });
  return {
    ...out,
    code,
    fileSystem,
    async text(path) {
      const read = await fileSystem.readText(fileSystem.locate(path), 1e9);
      return read.ok ? read.text : undefined;
    },
  };
}

function memoryWriter(fileSystem: MemoryFileSystem): FileWriter {
  return {
    async replace(location, before, after) {
      const read = await fileSystem.readText(location, 1e9);
      if ((read.ok ? read.text : undefined) !== before)
        return { ok: false, reason: 'it changed since it was read' };
      fileSystem.write(decodeURIComponent(location.slice(`${fileSystem.root}/`.length)), after);
      return { ok: true };
    },
  };
}
