/** Development packages of Composer, Bundler, Poetry, uv, Pipenv and pip in the final image. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isShipped, stageNamed } from '../../dockerfile/stages.ts';
import { normalizePath } from '../../dockerfile/state.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { removeWords } from '../../tools/dependencies/command.ts';
import type { DependencyInstall, DevelopmentPart } from '../../tools/dependencies/install.ts';
import { pipInstalls, runCommands, type PipInstallSite } from '../../tools/installs.ts';
import type { Facts, Fix, Report } from '../rule.ts';
import { startCommands, starts, startsByBase, startsDevelopment } from './dev-dependencies-start.part.ts';

export interface OtherDevelopment {
  readonly kind: 'dependencies';
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred: boolean;
}

export function* otherDevelopment(model: DockerfileModel, facts: Facts): Iterable<Report<OtherDevelopment>> {
  if (startsDevelopment(model)) return;
  const called = calledPrograms(model);
  yield* byManifest(model, facts, called);
  yield* byRequirements(model, facts, called);
}

export function otherFix({ title, edits, preferred }: OtherDevelopment): Fix | undefined {
  return edits.length === 0 ? undefined : { title, applicability: 'suggested', preferred, edits };
}

/** Several installs of one project (the dependencies, then the project itself) are one finding. */
function* byManifest(
  model: DockerfileModel,
  facts: Facts,
  called: CalledPrograms,
): Iterable<Report<OtherDevelopment>> {
  const groups = new Map<string, { install: DependencyInstall; part: DevelopmentPart }[]>();
  for (const install of dependencyInstalls(model, facts)) {
    // What stands under a condition is chosen by an argument of the build.
    if (!(isShipped(install.stage, model) || isCopied(install, model)) || install.command.conditional)
      continue;
    const part = install.development();
    if (!part) continue;
    const key = `${install.manifestName} ${install.manifest?.path ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), { install, part }]);
  }
  for (const group of groups.values()) {
    const [{ install, part }] = group as [{ install: DependencyInstall; part: DevelopmentPart }];
    if (usesAny(part.packages, called(install.stage))) continue;
    const changes = part.lasts === true ? [part.omit] : group.map((one) => one.part.omit);
    const advice = part.advice ?? (part.omit ? `Install with \`${part.omit.name}\`` : 'Leave them out');
    const isSure = part.unsure !== true && (starts(model) || startsByBase(model));
    yield {
      span: install.command.span,
      message: `${whatIsShipped(part.packages)}. ${advice}.`,
      data: {
        kind: 'dependencies',
        title: advice,
        edits: changes.includes(undefined) ? [] : changes.flatMap((change) => change!.edits),
        preferred: isSure,
      },
      ...(isSure ? {} : { severity: 'info' as const }),
    };
  }
}

/** Composer installs into the project's folder, Bundler beside Ruby: a shipped stage may copy these as a whole. */
function isCopied({ manifestName, directory, stage }: DependencyInstall, model: DockerfileModel): boolean {
  if (directory === undefined) return false;
  const folder =
    manifestName === 'composer.json'
      ? `${directory === '/' ? '' : directory}/vendor`
      : gemFolder(manifestName, stage);
  return (
    folder !== undefined &&
    model.instructions.some((instruction) => {
      const copy =
        instruction.stage && isShipped(instruction.stage, model) ? readCopy(instruction) : undefined;
      if (copy?.from === undefined || stageNamed(model, copy.from, instruction.stage) !== stage) return false;
      return copy.sources.some(
        ({ path, complete }) => complete && isWithin(folder, normalizePath(`/${path}`)),
      );
    })
  );
}

/** Where the official images keep gems (docker-library/ruby), unless the file says otherwise. */
function gemFolder(manifestName: string, { endState }: Stage): string | undefined {
  if (manifestName !== 'Gemfile' && manifestName !== 'gems.rb') return undefined;
  const path = endState.variables.get('BUNDLE_PATH') ?? endState.variables.get('GEM_HOME');
  if (path === undefined) return '/usr/local/bundle';
  return path.known && path.value.startsWith('/') ? normalizePath(path.value) : undefined;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

function whatIsShipped(names: readonly string[]): string {
  const shown = names.slice(0, 2).join(', ');
  const more = names.length - 2;
  return more > 0
    ? `The final image carries ${shown} and ${more} more development ${more === 1 ? 'package' : 'packages'}`
    : `The final image carries ${shown}, needed for development only`;
}

/** Names of the programs that each stage runs, and that start the container. */
type CalledPrograms = (stage: Stage) => ReadonlySet<string>;

function calledPrograms(model: DockerfileModel): CalledPrograms {
  const start = startCommands(model).flatMap(programsOf);
  const byStage = new Map<Stage, Set<string>>();
  for (const { stage, command } of runCommands(model)) {
    const names = byStage.get(stage) ?? new Set(start);
    programsOf(command).forEach((name) => names.add(name));
    byStage.set(stage, names);
  }
  return (stage) => byStage.get(stage) ?? new Set(start);
}

function usesAny(packages: readonly string[], called: ReadonlySet<string>): boolean {
  return packages.some((name) => {
    const short = name.split('/').pop()!;
    return called.has(short) || [...called].some((word) => short.startsWith(`${word}-`));
  });
}

/** Programs by base name; of `bundle exec rspec`, `poetry run pytest` and `python -m pytest` the ones behind. */
function programsOf({ words }: ShellCommand): readonly string[] {
  return words
    .slice(0, 4)
    .map(({ value }) => value.slice(value.lastIndexOf('/') + 1).toLowerCase())
    .filter((word) => /^[a-z][\w.-]{2,}$/.test(word));
}

const developmentFile =
  /(?:^|[-_./])(?:dev|develop|development|tests?|testing|lint|docs)(?:[-_.]requirements)?(?:\.txt|\.in)$/i;

/** `pip install -r requirements-dev.txt`. */
function* byRequirements(
  model: DockerfileModel,
  facts: Facts,
  called: CalledPrograms,
): Iterable<Report<OtherDevelopment>> {
  for (const site of pipInstalls(model, facts)) {
    if (!isShipped(site.stage, model) || site.command.conditional) continue;
    const at = site.install.requirements.findIndex(
      ({ literal, value }) => literal && developmentFile.test(value),
    );
    const word = site.install.requirements[at];
    if (!word) continue;
    const path = site.requirements[at]?.origin?.path;
    const file = site.project?.requirements.find((one) => one.path === path);
    if (testTools.some((name) => called(site.stage).has(name))) continue;
    const isSure = starts(model) && file !== undefined;
    const change = withoutFile(site, word, at, model);
    const what = file
      ? `${word.value} brings ${file.packages.slice(0, 2).join(', ')}${file.packages.length > 2 ? ' and more' : ''} into the final image`
      : `${word.value} brings development packages into the final image (assumed by its name)`;
    yield {
      span: word.span,
      message: `${what}. ${change?.advice ?? 'Install the packages of production only'}.`,
      data: {
        kind: 'dependencies',
        title: change?.advice ?? '',
        edits: change?.edits ?? [],
        preferred: isSure,
      },
      ...(isSure ? {} : { severity: 'info' as const }),
    };
  }
}

const testTools = ['pytest', 'tox', 'nox', 'coverage', 'mypy', 'flake8', 'ruff', 'black', 'pylint', 'behave', 'mkdocs', 'sphinx-build']; // prettier-ignore

/** Without the file where another one is installed too, or with the one that it includes. */
function withoutFile(
  site: PipInstallSite,
  word: ShellWord,
  at: number,
  model: DockerfileModel,
): { advice: string; edits: readonly TextEdit[] } | undefined {
  const { command, install, requirements, project } = site;
  if (!command.exact) return undefined;
  const others = install.requirements.filter((other) => other !== word);
  const option = command.words[command.words.findIndex(({ span }) => span.start === word.span.start) - 1];
  if (others.length > 0 && others.every(({ value }) => !developmentFile.test(value))) {
    if (option?.value !== '-r' && option?.value !== '--requirement') return undefined;
    return {
      advice: `Install without ${word.value}`,
      edits: removeWords(model.text, [option, word]),
    };
  }
  const path = requirements[at]?.origin?.path;
  const file = project?.requirements.find((one) => one.path === path);
  const included = file?.includes.filter((name) => !developmentFile.test(name)) ?? [];
  const folder = word.value.slice(0, word.value.lastIndexOf('/') + 1);
  const [only] = included;
  if (others.length > 0 || included.length !== 1 || only === undefined) return undefined;
  const name = only.slice(only.lastIndexOf('/') + 1);
  // The included file has to lie beside it: only then it is where this one was.
  if (only.slice(0, -name.length) !== path!.slice(0, path!.lastIndexOf('/') + 1)) return undefined;
  const start = word.span.end - word.value.length;
  if (model.text.slice(start, word.span.end) !== word.value) return undefined;
  return {
    advice: `Install ${folder}${name} instead`,
    edits: [{ span: { start, end: word.span.end }, newText: `${folder}${name}` }],
  };
}
