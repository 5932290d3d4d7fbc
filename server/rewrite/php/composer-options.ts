/** How Composer installs for an image that serves. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import type { Facts } from '../../rules/rule.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { addOption, commandOf, isEditable } from '../../tools/dependencies/command.ts';
import type { ArtifactReading } from '../artifact/reading.ts';

export interface ComposerOptions {
  readonly texts: ReadonlyMap<Instruction, string>;
  /** Sentences about what was added. */
  readonly notes: readonly string[];
}

/**
 * `--optimize-autoloader` has no trade-offs where nobody adds classes to the image, and Composer's documentation wants it always
 * in production (https://getcomposer.org/doc/articles/autoloader-optimization.md, level 1). `--no-dev` is added here only where
 * there are no packages for development, so that later ones stay out; the others are a matter of the rule on them.
 */
export function composerOptions(
  reading: ArtifactReading,
  model: DockerfileModel,
  facts: Facts,
): ComposerOptions {
  const texts = new Map<Instruction, string>();
  const added = new Set<string>();
  const dumps = [...reading.runs.values()].some(({ script }) => script.commands.some(isOptimizedDump));
  for (const install of dependencyInstalls(model, facts)) {
    const { instruction, command, project } = install;
    if (
      install.manifestName !== 'composer.json' ||
      project?.kind !== 'php' ||
      instruction.index > reading.lastBuild.index ||
      !isEditable(install)
    )
      continue;
    const composer = commandOf(command, ['composer', 'composer2', 'composer.phar']);
    const verb = composer?.args.find(({ value }) => !value.startsWith('-'));
    const words = new Set(command.words.map(({ value }) => value));
    // Whoever leaves the autoloader for later says then how it is made.
    if (!verb || words.has('--no-autoloader') || install.name !== 'composer install') continue;
    const has = (...names: string[]): boolean => names.some((name) => words.has(name));
    const developmentIsEmpty =
      Object.keys(project.requireDev).length === 0 && (project.lock?.developmentPackages ?? 0) === 0;
    const options = [
      ...(developmentIsEmpty &&
      !has('--no-dev', '--dev') &&
      !instruction.state.variables.has('COMPOSER_NO_DEV')
        ? ['--no-dev']
        : []),
      ...(project.autoload.optimized ||
      dumps ||
      has('-o', '--optimize-autoloader', '-a', '--classmap-authoritative', '--apcu-autoloader')
        ? []
        : ['--optimize-autoloader']),
    ];
    if (options.length === 0) continue;
    options.forEach((option) => added.add(option));
    texts.set(
      instruction,
      edited(instruction, addOption(verb, options.join(' ')), texts.get(instruction), model.text),
    );
  }
  return {
    texts,
    notes:
      added.size === 0
        ? []
        : [
            `Composer installs with ${[...added].map((name) => `\`${name}\``).join(' and ')}, as its documentation has it for images that serve.`,
          ],
  };
}

/** The instruction's text with the option; an instruction with several installs keeps the first one's. */
function edited({ span }: Instruction, edit: TextEdit, before: string | undefined, text: string): string {
  if (before !== undefined) return before;
  const at = edit.span.start - span.start;
  const end = edit.span.end - span.start;
  return applyEdits(text.slice(span.start, span.end), [{ span: { start: at, end }, newText: edit.newText }]);
}

/** `composer dump-autoload --optimize` behind the install. */
function isOptimizedDump(command: ShellCommand): boolean {
  const composer = commandOf(command, ['composer', 'composer2', 'composer.phar']);
  const words = composer?.args.map(({ value }) => value) ?? [];
  return (
    words.some((word) => /^dump-?autoload$/.test(word)) &&
    words.some((word) => /^(?:-o|--optimize|-a|--classmap-authoritative)$/.test(word))
  );
}
