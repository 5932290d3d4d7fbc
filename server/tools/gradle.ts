/** Gradle and its wrapper. https://docs.gradle.org/current/userguide/command_line_interface.html */
import type { ShellCommand } from '../dockerfile/shell.ts';
import { buildToolCommand, type BuildToolCommand } from './build-tool.ts';

const syntax = {
  names: /^gradlew?$/,
  wrapper: 'gradlew',
  valueOptions: new Set([
    '-p', '--project-dir', '-b', '--build-file', '-c', '--settings-file', '-g', '--gradle-user-home', '-I', '--init-script', '-x', '--exclude-task',
    '-D', '--system-prop', '-P', '--project-prop', '--console', '--max-workers', '--priority', '--project-cache-dir', '--warning-mode',
    '--include-build', '--tests', '-M', '--write-verification-metadata', '-F', '--dependency-verification',
  ]),
  attached: /^(-[DPpxgIbc])(.+)$/,
} as const; // prettier-ignore

/** `./gradlew`, `gradle`, `sh gradlew`; undefined for other programs. Its operands are tasks. */
export function gradleCommand(command: ShellCommand): BuildToolCommand | undefined {
  return buildToolCommand(command, syntax);
}
