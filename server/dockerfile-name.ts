/** Which file names mean "this is a Dockerfile". The same answer for the editor and for the command line. */

/**
 * `Dockerfile`, `Dockerfile.x`, `Dockerfile-x`, `Dockerfile_x`, the same with `Containerfile`, `x.Dockerfile` and
 * `x.dockerfile`; never a `.dockerignore` (`Dockerfile.dockerignore` is one), and not `DockerfileParser.java`.
 * `name` is the last segment of a path.
 */
export function isDockerfileName(name: string): boolean {
  if (isDockerignoreName(name)) return false;
  return /^(?:Dockerfile|Containerfile)(?:[._-].+)?$/.test(name) || /.\.[Dd]ockerfile$/.test(name);
}

/** `.dockerignore` itself or `NAME.dockerignore` beside a Dockerfile called NAME. */
export function isDockerignoreName(name: string): boolean {
  return name.endsWith('.dockerignore');
}

/** The Dockerfile that is meant by a folder with these files: the builder's own default, else the first by name. */
export function mainDockerfile(names: readonly string[]): string | undefined {
  const dockerfiles = names.filter(isDockerfileName).sort();
  return ['Dockerfile', 'Containerfile'].find((name) => dockerfiles.includes(name)) ?? dockerfiles[0];
}

/** Bytes. No Dockerfile written by hand or by a generator comes near it; a larger file is not read. */
export const maxDockerfileBytes = 4 * 1024 * 1024;
