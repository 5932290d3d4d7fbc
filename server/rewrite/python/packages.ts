/** The Python packages that a file installs, by name. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { PythonProject, SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { namedPackages, sideOf } from './commands.ts';
import type { PythonReading } from './reading.ts';

/** Normalised names; undefined when a file that lists them is not known. */
export function installedPackages({ pips, installs }: PythonReading): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { command, requirements, project, install } of pips) {
    if (sideOf(command) !== 'install') continue;
    if (install.local) return undefined;
    namedPackages(command).forEach((name) => names.add(name));
    for (const { origin } of requirements) {
      const file = origin && project?.requirements.find(({ path }) => path === origin.path);
      if (!file) return undefined;
      file.packages.forEach((name) => names.add(name));
    }
  }
  for (const { project, lockName } of installs) {
    const tool = project?.kind === 'python' ? project.tools.find((each) => each.lock?.path.endsWith(lockName ?? '') ?? each.manifest !== '') : undefined; // prettier-ignore
    if (!tool) return undefined;
    [...tool.packages, ...tool.groups.flatMap(({ packages }) => packages)].forEach((name) => names.add(name));
  }
  return names;
}

/** What is known about the project's sources; undefined when nothing is, or not all of them were read. */
export function sourcesOf(facts: Facts): readonly SourceFacts[] | undefined {
  const projects = facts.project.projects.filter((each): each is PythonProject => each.kind === 'python');
  const found = projects.map(({ directory }) => facts.project.sources(directory));
  return found.length > 0 && found.every((each) => each?.complete === true)
    ? found.flatMap((each) => each ?? [])
    : undefined;
}

/** Programs that compile while they run: their compilers have to stay. */
const compilesAtRunTime: ReadonlySet<string> = new Set([
  'torch', 'triton', 'pystan', 'cmdstanpy', 'pymc', 'pytensor', 'theano', 'cython', 'pythran', 'vllm', 'deepspeed', 'weave', 'jupyter', 'jupyterlab', 'notebook',
  'buildbot', 'ansible', 'conan', 'platformio', 'cppyy', 'pybind11', 'flashinfer-python', 'xformers', 'auto-gptq',
]); // prettier-ignore

export function compilerNeed(packages: ReadonlySet<string>): string | undefined {
  return [...packages].find((name) => compilesAtRunTime.has(name));
}

/** Text of the file that works on folders of Python itself, where a virtual environment is not. */
export function namesSystemPackages(model: DockerfileModel): boolean {
  return model.instructions.some(
    ({ keyword, args }) =>
      keyword !== 'FROM' && /\/usr\/(?:local\/)?lib\/python|(?:site|dist)-packages/.test(args.text),
  );
}
