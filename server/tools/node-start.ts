/** Does the container's own command need development packages? Then the image is one for development. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseShell, shellOf } from '../dockerfile/shell.ts';
import { finalStage, lastOf } from '../dockerfile/stages.ts';
import type { NodeProject } from '../project/facts.ts';
import { calledScript } from '../project/node/start-script.ts';

/** Packages whose program has another name. */
const packageOf: Readonly<Record<string, string>> = {
  'vue-cli-service': '@vue/cli-service',
  ng: '@angular/cli',
  nest: '@nestjs/cli',
  remix: '@remix-run/dev',
  'react-router': '@react-router/dev',
  tsc: 'typescript',
  'webpack-dev-server': 'webpack-dev-server',
  babel: '@babel/cli',
  'babel-node': '@babel/node',
  strapi: '@strapi/strapi',
};

/** Scripts that call scripts are followed this far. */
const maximumDepth = 5;

/** True when CMD or ENTRYPOINT, followed through package.json's scripts, runs a program of a development package. */
export function startsDevTool(model: DockerfileModel, project: NodeProject): boolean {
  const last = finalStage(model);
  if (!last) return false;
  return ['ENTRYPOINT', 'CMD'].some((keyword) => {
    const instruction = lastOf(last, keyword);
    const script = instruction && shellOf(instruction, model);
    return (
      script?.commands.some((command) =>
        isDevTool(
          command.words.map(({ value }) => value),
          project,
          0,
        ),
      ) ?? false
    );
  });
}

function isDevTool(argv: readonly string[], project: NodeProject, depth: number): boolean {
  if (depth > maximumDepth) return false;
  const called = calledScript(project, argv);
  if (called)
    return parseShell(project.scripts[called.script] ?? '').commands.some((command) =>
      isDevTool(
        command.words.map(({ value }) => value),
        project,
        depth + 1,
      ),
    );
  const words = ['npx', 'pnpx', 'bunx', 'cross-env', 'dotenv', 'exec'].includes(argv[0] ?? '')
    ? argv.slice(1).filter((word) => !word.startsWith('-') && !/^\w+=/.test(word))
    : argv;
  const name = (words[0] ?? '').replace(/^.*\//, '');
  const candidate = packageOf[name] ?? name;
  if (candidate in project.devDependencies && !(candidate in project.dependencies)) return true;
  // `node -r ts-node/register` and `node --import tsx` load a development package into node itself.
  return words.some((word, i) => {
    const preload = ['-r', '--require', '--import', '--loader'].includes(words[i - 1] ?? '')
      ? word
      : undefined;
    const from = preload
      ?.split('/')
      .slice(0, preload.startsWith('@') ? 2 : 1)
      .join('/');
    return from !== undefined && from in project.devDependencies && !(from in project.dependencies);
  });
}
