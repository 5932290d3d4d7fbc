/** Compilers that are installed for a build step and ship with the image. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript, type ShellWord } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, lineageInstructions } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import { buildPackageKind, type BuildPackageKind } from '../../tools/build-packages.ts';
import { nodeCommand } from '../../tools/node.ts';
import { packageWork } from '../../tools/package-work.ts';
import { packageName, systemCommand, type SystemCommand } from '../../tools/system.ts';
import type { Facts } from '../rule.ts';
import { findToolchain, isForOthers } from './toolchain.part.ts';

export interface BuildTools {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly install: SystemCommand;
  readonly packages: readonly {
    readonly word: ShellWord;
    readonly name: string;
    readonly kind: BuildPackageKind;
  }[];
  /** The first step that may use them. */
  readonly user: { readonly command: ShellCommand; readonly name: string };
  /** The last one when all of them are in the same RUN as the install. */
  readonly lastUser: ShellCommand | undefined;
}

interface Step {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
}

/** One for each install. */
export function shippedBuildTools(model: DockerfileModel, facts: Facts): BuildTools[] {
  const last = finalStage(model);
  if (!last || model.isWindows || isForOthers(last, model, facts) || !startsProgram(model)) return [];
  // A build in the stage that ships is one problem, and its conversion takes the packages along.
  if (
    findToolchain(model, facts) ||
    keepsCompilers(facts) ||
    workplace.test(facts.context.dockerfilePath ?? '')
  )
    return [];
  const base = lookupRoot(last, facts.images);
  const steps = lineageInstructions(last).flatMap((instruction): Step[] => {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
    return (script?.commands ?? []).map((command) => ({ instruction, script: script!, command }));
  });
  const users = steps
    .flatMap((step) => ({ ...step, name: buildStep(step.command) ?? '' }))
    .filter(({ name }) => name !== '');
  const gone = removedNames(steps);
  const called = calledAtStart(model);
  let nextUser = 0;
  return steps.flatMap(({ instruction, script, command }): BuildTools[] => {
    const install = systemCommand(command);
    if (install?.action !== 'install' || command.conditional) return [];
    const group = install.tool === 'apk' ? install.options.value('-t', '--virtual') : undefined;
    if (group !== undefined && gone.has(group)) return [];
    const packages = install.packages
      .filter(({ literal }) => literal)
      .flatMap((word) => {
        const name = packageName(word);
        const kind = buildPackageKind(name);
        return kind &&
          !gone.has(name) &&
          !called.has(name) &&
          !(kind === 'compiler' && base?.tools.includes('gcc'))
          ? [{ word, name, kind }]
          : [];
      });
    while (users[nextUser] && users[nextUser]!.command.span.start <= command.span.start) nextUser++;
    const first = users[nextUser];
    // Headers alone weigh little, and the libraries behind them have to stay.
    if (!first || packages.every(({ kind }) => kind === 'headers')) return [];
    // A tool by its name (`gem install bundler`) is rarely what needs a compiler.
    const user =
      users.slice(nextUser, nextUser + 20).find(({ name }) => !/^gem |^npm (?:i|install)$/.test(name)) ??
      first;
    const last = users.at(-1)!;
    const lastUser = last.instruction === instruction ? last.command : undefined;
    return [{ instruction, script, install, packages, user, lastUser }];
  });
}

/** Files whose image is to work in: `Dockerfile.dev`, `.devcontainer/Dockerfile`. */
const workplace =
  /(?:^|[-_./])(?:dev|devel|development|devcontainer|tests?|testing|ci|debug|lint)(?:[-_./]|$)/i;

/** An image without a program of its own, or with a shell (also a language's) for one, is a place to build in. */
function startsProgram(model: DockerfileModel): boolean {
  const last = finalStage(model)!;
  const start = lastOf(last, 'ENTRYPOINT') ?? lastOf(last, 'CMD');
  const command = start && shellOf(start, model)?.commands[0];
  if (!command) return false;
  if (/^(?:sleep|tail|true)$/.test(command.name)) return false;
  return !(
    /^(?:(?:ba|z|a|da|fi)?sh|python[\d.]*|node|irb|iex|php|R|jshell)$/.test(command.name) &&
    command.args.every(({ value }) => value.startsWith('-'))
  );
}

/** Programs that compile while they run. */
const compilesAtRunTime: ReadonlySet<string> = new Set([
  'torch', 'triton', 'pystan', 'cmdstanpy', 'pymc', 'pytensor', 'theano', 'cython', 'pythran', 'vllm', 'deepspeed', 'weave', 'jupyter', 'jupyterlab',
  'notebook', 'buildbot', 'ansible', 'conan', 'platformio',
]); // prettier-ignore

function keepsCompilers({ project }: Facts): boolean {
  return project.projects.some((each) => {
    const programs = project.sources(each.directory)?.runsPrograms ?? [];
    if (programs.some((program) => /^(?:gcc|g\+\+|cc|c\+\+|make|cmake|clang|git)$/.test(program)))
      return true;
    const listed = each.kind === 'python' ? each.requirements.flatMap(({ packages }) => packages) : [];
    return listed.some((name) => compilesAtRunTime.has(name));
  });
}

/** A step that compiles, or may compile what it installs: what messages call it. */
function buildStep(command: ShellCommand): string | undefined {
  const { name, args } = command;
  if (systemCommand(command)) return undefined;
  const node = nodeCommand(command);
  if (node?.kind === 'other' && node.subcommand === 'rebuild') return `${node.tool} rebuild`;
  const work = packageWork(command);
  if (work) return work.name;
  if (
    /^(?:make|cmake|ninja|meson|configure|pecl|phpize|docker-php-ext-install|cpan|cpanm|luarocks|gcc|g\+\+|cc|Rscript|rebar3)$/.test(
      name,
    )
  )
    return name;
  if (/^python[\d.]*$/.test(name) && /(?:^|\/)setup\.py$/.test(args[0]?.value ?? '')) return 'setup.py';
  return undefined;
}

/** Packages and groups that are removed somewhere: in a later layer that is size/removed-later's. */
function removedNames(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap(({ command }) => {
      const system = systemCommand(command);
      return system?.action === 'remove' ? system.packages.map(packageName) : [];
    }),
  );
}

/** `CMD ["make", "serve"]` needs make. */
function calledAtStart(model: DockerfileModel): ReadonlySet<string> {
  const last = finalStage(model)!;
  const starts = [lastOf(last, 'ENTRYPOINT'), lastOf(last, 'CMD'), lastOf(last, 'HEALTHCHECK')];
  return new Set(
    starts.flatMap((start) => ((start && shellOf(start, model)?.commands) ?? []).map(({ name }) => name)),
  );
}
