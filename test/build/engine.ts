/** The image builder of engine/*.sh: a daemon in a folder, with look-alikes of official base images. */
import path from 'node:path';
import { lastLines, mustRun, run, type CommandResult } from './command.ts';
import { lookAlike } from './look-alikes.ts';
import { fromLines } from './stages.ts';

export class Engine {
  readonly #docker: string;

  private constructor(
    readonly folder: string,
    private readonly scripts: string,
  ) {
    this.#docker = path.join(folder, 'docker');
  }

  /** Makes what is missing and starts the daemon; answers with the reason where this machine can't. */
  static async start(root: string): Promise<Engine | string> {
    if (process.platform !== 'linux') return 'image builds need Linux';
    if (process.getuid?.() !== 0) return 'starting an image builder needs root';
    for (const program of ['apt-get', 'npm', 'nsenter', 'setsid'])
      if ((await run('sh', ['-c', `command -v ${program}`])).code !== 0) return `${program} is not installed`;
    const folder = path.resolve(
      root,
      process.env['DOCKERFILE_OPTIMIZER_BUILDS'] ?? path.join('.cache', 'builds'),
    );
    const scripts = path.join(root, 'test', 'build', 'engine');
    const setup = await run(path.join(scripts, 'setup.sh'), [folder], { show: true });
    if (setup.code !== 0) throw new Error(`setup.sh failed:\n${lastLines(setup.stderr, 20)}`);
    return new Engine(folder, scripts);
  }

  async stop(): Promise<void> {
    await mustRun(path.join(this.scripts, 'stop.sh'), [this.folder]);
  }

  docker(...args: readonly string[]): Promise<CommandResult> {
    return run(this.#docker, args);
  }

  mustDocker(...args: readonly string[]): Promise<string> {
    return mustRun(this.#docker, args);
  }

  /** Gives the look-alikes the names that the Dockerfile uses. Answers with the images that have none. */
  async provide(dockerfile: string): Promise<readonly string[]> {
    const missing: string[] = [];
    const stages = new Set(['scratch']);
    for (const { image, stage } of fromLines(dockerfile)) {
      if (!stages.has(image) && (await this.docker('image', 'inspect', image)).code !== 0) {
        const local = lookAlike(image);
        if (local === undefined) missing.push(image);
        else await this.mustDocker('tag', local, image);
      }
      if (stage !== undefined) stages.add(stage);
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
