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

/** Bytes. No Dockerfile written by hand or by a generator comes near it; a larger file is not read. */
export const maxDockerfileBytes = 4 * 1024 * 1024;
