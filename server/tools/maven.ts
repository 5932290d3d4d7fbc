/** Maven and its wrapper. https://maven.apache.org/ref/current/maven-embedder/cli.html */
import type { ShellCommand } from '../dockerfile/shell.ts';
import { buildToolCommand, type BuildToolCommand } from './build-tool.ts';

const syntax = {
  names: /^(?:mvn|mvnd|mvnw)$/,
  wrapper: 'mvnw',
  valueOptions: new Set([
    '-f', '--file', '-pl', '--projects', '-s', '--settings', '-gs', '--global-settings', '-t', '--toolchains', '-gt', '--global-toolchains',
    '-T', '--threads', '-l', '--log-file', '-rf', '--resume-from', '-b', '--builder', '-P', '--activate-profiles', '-D', '--define', '--color', '-ep',
    '-emp', '-is', '--install-settings',
  ]),
  attached: /^(-[DPT])(.+)$/,
} as const; // prettier-ignore

/** `./mvnw`, `mvn`, `sh mvnw`; undefined for other programs. Its operands are phases and goals. */
export function mavenCommand(command: ShellCommand): BuildToolCommand | undefined {
  return buildToolCommand(command, syntax);
}
