/** Does the container's own command need development packages? Then the image is one for development. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseShell, shellOf, type ShellCommand } from '../dockerfile/shell.ts';
import { finalStage, lastOf } from '../dockerfile/stages.ts';
import type { NodeProject } from '../project/facts.ts';
import { calledScript } from '../project/node/start-script.ts';

/** Packages whose program has another name. */
const packageOf: Readonly<Record<string, string>> = {
  'vue-cli-service': '@vue/cli-service',
  ng: '@angular/cli',
  nest: '@nestjs/cli',
  remix: '@remix-run/dev',
  'remix-serve': '@remix-run/serve',
  'react-router-serve': '@react-router/serve',
  'react-router': '@react-router/dev',
  tsc: 'typescript',
  'webpack-dev-server': 'webpack-dev-server',
  babel: '@babel/cli',
  'babel-node': '@babel/node',
  strapi: '@strapi/strapi',
  sequelize: 'sequelize-cli',
  'mikro-orm': '@mikro-orm/cli',
  'typeorm-ts-node-commonjs': 'ts-node',
  'typeorm-ts-node-esm': 'ts-node',
  'ts-node-esm': 'ts-node',
  'pm2-runtime': 'pm2',
};

/** Scripts that call scripts are followed this far. */
const maximumDepth = 5;

/** The package that has this program: `ng` is in @angular/cli. */
export function packageOfProgram(name: string): string {
  return Object.hasOwn(packageOf, name) ? packageOf[name]! : name;
}

/** True when CMD or ENTRYPOINT, followed through package.json's scripts, runs a program of a development package. */
export function startsDevTool(model: DockerfileModel, project: NodeProject): boolean {
  const isAny = (): boolean =>
    Object.keys(project.scripts).some((name) => isDevTool(['npm', 'run', name], project));
  return startsWith(model, (argv, command) => isDevTool(argv, project) || (isChosen(command) && isAny()));
}

/** `npm run $MODE`: which script that is, whoever starts the container decides. */
function isChosen({ name, words }: ShellCommand): boolean {
  const isManager = /^(?:npm|pnpm|yarn|yarnpkg|bun|npx|bunx)$/.test(name);
  return isManager && words.slice(1, 3).some(({ literal }) => !literal);
}

/** What it leaves beside the sources: the caches of a bundler that serves, or the result of a build. Undefined: nothing known. */
export function leavesAtStart(model: DockerfileModel, project: NodeProject): 'caches' | 'build' | undefined {
  const starts = (test: (words: readonly string[]) => boolean): boolean =>
    startsWith(model, (argv) => runs(argv, project, test));
  if (starts((words) => isDevServer(words) && !keepsInMemory.has(programOf(words)))) return 'caches';
  return starts(isBuild) ? 'build' : undefined;
}

/** What these compile stays in the process, or is compiled by another program of theirs. */
const keepsInMemory: ReadonlySet<string> = new Set([
  'nodemon', 'ts-node', 'ts-node-dev', 'tsx', 'live-server', 'browser-sync', 'jest', 'vitest', 'cypress', 'nest',
]); // prettier-ignore

/** Compilers and bundlers that write files; `nest start` builds before it starts. */
function isBuild(words: readonly string[]): boolean {
  const name = programOf(words);
  if (name === 'tsc') return !words.includes('--noEmit');
  const verb = words.slice(1).find((word) => !word.startsWith('-'));
  if (name === 'nest') return verb === 'build' || verb === 'start';
  return Object.hasOwn(developmentVerbs, name) && verb === 'build';
}

function startsWith(
  model: DockerfileModel,
  test: (argv: readonly string[], command: ShellCommand) => boolean,
): boolean {
  const last = finalStage(model);
  if (!last) return false;
  return ['ENTRYPOINT', 'CMD'].some((keyword) => {
    const instruction = lastOf(last, keyword);
    const script = instruction && shellOf(instruction, model);
    return (
      script?.commands.some((command) =>
        test(
          command.words.map(({ value }) => value),
          command,
        ),
      ) ?? false
    );
  });
}

/** Does this command run a program of a development package? */
export function isDevTool(argv: readonly string[], project: NodeProject): boolean {
  return runs(argv, project, (words) => {
    const name = programOf(words);
    if (isDevPackage(packageOfProgram(name), project) || isDevServer(words)) return true;
    // `node -r ts-node/register` and `node --import tsx` load a development package into node itself.
    return preloads(words).some((module) => {
      const segments = module.split('/');
      return isDevPackage(segments.slice(0, module.startsWith('@') ? 2 : 1).join('/'), project);
    });
  });
}

/** Scripts are followed with what runs before and after them. */
function runs(
  argv: readonly string[],
  project: NodeProject,
  test: (words: readonly string[]) => boolean,
  depth = 0,
): boolean {
  if (depth > maximumDepth) return false;
  const called = calledScript(project, argv);
  if (!called) return test(withoutRunner(argv));
  const { script } = called;
  const hooks = project.packageManager === 'yarn-berry' ? [] : [`pre${script}`, `post${script}`];
  return [script, ...hooks].some((name) =>
    scriptCommands(project, name).some((words) => runs(words, project, test, depth + 1)),
  );
}

function programOf(words: readonly string[]): string {
  return (words[0] ?? '').replace(/^.*\//, '');
}

/** Servers that compile the sources while they run, so that they need what development needs wherever it is declared. */
function isDevServer(words: readonly string[]): boolean {
  const name = programOf(words);
  const [verb = ''] = words.slice(1).filter((word) => !word.startsWith('-'));
  if (alwaysDevelopment.has(name)) return true;
  return Object.hasOwn(developmentVerbs, name) && developmentVerbs[name]!.includes(verb);
}

const alwaysDevelopment: ReadonlySet<string> = new Set([
  'nodemon', 'ts-node', 'ts-node-dev', 'tsx', 'webpack-dev-server', 'parcel', 'live-server', 'browser-sync', 'babel-node', 'jest', 'vitest', 'cypress',
]); // prettier-ignore

/** Subcommands that serve for development; '' is the program alone. */
const developmentVerbs: Readonly<Record<string, readonly string[]>> = {
  'react-scripts': ['start', 'test'],
  'react-app-rewired': ['start'],
  craco: ['start'],
  vite: ['', 'dev', 'serve'],
  webpack: ['serve'],
  'vue-cli-service': ['serve'],
  ng: ['serve'],
  next: ['', 'dev'],
  nuxt: ['', 'dev'],
  nuxi: ['dev'],
  nest: ['start'],
  astro: ['dev'],
  remix: ['dev', 'vite:dev'],
  gatsby: ['develop'],
};

function isDevPackage(name: string, project: NodeProject): boolean {
  return Object.hasOwn(project.devDependencies, name) && !Object.hasOwn(project.dependencies, name);
}

function scriptCommands(project: NodeProject, name: string): readonly (readonly string[])[] {
  const text = Object.hasOwn(project.scripts, name) ? project.scripts[name]! : '';
  return parseShell(text).commands.map((command) => command.words.map(({ value }) => value));
}

const preloadOptions: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
]);

/** Modules that node loads before the program: `-r x`, `--import=x`. */
function preloads(words: readonly string[]): readonly string[] {
  return words.flatMap((word, i) => {
    if (preloadOptions.has(words[i - 1] ?? '')) return [word];
    const equals = word.indexOf('=');
    return equals > 0 && preloadOptions.has(word.slice(0, equals)) ? [word.slice(equals + 1)] : [];
  });
}

/** Programs that only start another one: `npx -y serve`, `pnpm exec tsc`, `cross-env A=b node`, `dotenv -- node`. */
export function withoutRunner(argv: readonly string[]): readonly string[] {
  const [program, verb] = argv;
  const isExec = (program === 'npm' || program === 'pnpm' || program === 'yarn') && verb === 'exec';
  if (!isExec && !['npx', 'pnpx', 'bunx', 'cross-env', 'dotenv', 'exec'].includes(program ?? '')) return argv;
  const rest = argv.slice(isExec ? 2 : 1);
  const start = rest.findIndex((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  return start < 0 ? [] : withoutRunner(rest.slice(start));
}
