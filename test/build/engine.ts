/** The image builder of engine/*.sh: a daemon in a folder, with look-alikes of official base images. */
import type { Server } from 'node:http';
import path from 'node:path';
import { lastLines, mustRun, run, type CommandResult } from './command.ts';
import { lookAlike } from './look-alikes.ts';
import { servePackages } from './packages.ts';
import { neededImages } from './stages.ts';

export class Engine {
  readonly #docker: string;
  readonly #provided = new Set<string>();

  private constructor(
    readonly folder: string,
    private readonly scripts: string,
    private readonly packages: Server,
  ) {
    this.#docker = path.join(folder, 'docker');
  }

  /**
   * Makes what is missing and starts the daemon; answers with the reason where this machine can't. Throws when it
   * should have worked but did not, or took longer than `seconds`.
   */
  static async start(root: string, seconds = 3600): Promise<Engine | string> {
    if (process.platform !== 'linux') return 'image builds need Linux';
    if (process.getuid?.() !== 0) return 'starting an image builder needs root';
    for (const program of ['apt-get', 'npm', 'nsenter', 'setsid', 'timeout'])
      if ((await run('sh', ['-c', `command -v ${program}`])).code !== 0) return `${program} is not installed`;
    const folder = path.resolve(
      root,
      process.env['DOCKERFILE_OPTIMIZER_BUILDS'] ?? path.join('.cache', 'builds'),
    );
    const scripts = path.join(root, 'test', 'build', 'engine');
    const setup = await run(
      'timeout',
      ['--kill-after=5', String(Math.ceil(seconds)), path.join(scripts, 'setup.sh'), folder],
      { show: true },
    );
    if (setup.code !== 0) {
      await run(path.join(scripts, 'stop.sh'), [folder]);
      const why = setup.code === 124 ? `took more than ${seconds} s` : lastLines(setup.stderr, 20);
      throw new Error(`setup.sh failed: ${why}`);
    }
    return new Engine(folder, scripts, await servePackages(path.join(folder, 'packages')));
  }

  async stop(): Promise<void> {
    this.packages.close();
    await mustRun(path.join(this.scripts, 'stop.sh'), [this.folder]);
  }

  docker(...args: readonly string[]): Promise<CommandResult> {
    return run(this.#docker, args);
  }

  mustDocker(...args: readonly string[]): Promise<string> {
    return mustRun(this.#docker, args);
  }

  /** Makes the look-alikes of the images that a Dockerfile names. Answers with the images that have none. */
  async provide(dockerfile: string): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const image of neededImages(dockerfile).filter((each) => !this.#provided.has(each))) {
      const base = lookAlike(image);
      if (base === undefined) missing.push(image);
      else {
        await mustRun(path.join(this.scripts, 'base.sh'), [
          this.folder,
          image,
          base.stage,
          ...(base.runtime === undefined ? [] : [base.runtime]),
        ]);
        this.#provided.add(image);
      }
    }
    return missing;
  }

  /** Unpacked bytes of an image with its base. */
  async imageBytes(image: string): Promise<number> {
    return Number(await this.mustDocker('image', 'inspect', '--format', '{{.Size}}', image));
  }

  /** Forgets what package managers downloaded in earlier builds, so that a cold build is one. */
  async clearCacheMounts(): Promise<void> {
    await this.mustDocker('builder', 'prune', '--all', '--force', '--filter', 'type=exec.cachemount');
  }
}
