/** Where programs of this user keep what can be made again. */
import { homedir } from 'node:os';
import path from 'node:path';

/** XDG_CACHE_HOME (XDG Base Directory Specification), `~/Library/Caches` on macOS, LOCALAPPDATA on Windows. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const name = 'dockerfile-optimizer';
  const given = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  if (given !== undefined && path.isAbsolute(given)) return path.join(given, name);
  const usual = platform === 'win32' ? 'AppData/Local' : platform === 'darwin' ? 'Library/Caches' : '.cache';
  return path.join(homedir(), usual, name);
}

/** `$DOCKER_CONFIG`, else `~/.docker` (docs.docker.com/reference/cli/docker, "environment variables"). */
export function dockerFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker');
}
