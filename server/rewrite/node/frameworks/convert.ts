/** Images of frameworks, arranged as each framework's documentation says. */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { keywordCase } from '../../../edit/insert.ts';
import type { Facts } from '../../../rules/rule.ts';
import { copyLines } from '../../../tools/install-inputs.ts';
import { Draft } from '../../draft.ts';
import type { Conversion } from '../../multi-stage.ts';
import { modulesInCache } from '../cached-modules.ts';
import { chownFlag, copyFrom, joinPath } from '../copy-from.ts';
import type { InstallLines } from '../install-lines.ts';
import type { NodeReading } from '../reading.ts';
import { isKeptAtRuntime, writeRuntimeStage } from '../runtime-stage.ts';
import { hasSetup, writeBuildStage, writeProductionStage } from '../stages.ts';
import { isWithin, type FrameworkLayout, type LayoutAnswer } from './layout.ts';
import { nextLayout } from './next.ts';
import { nuxtLayout } from './nuxt.ts';
import { remixLayout } from './remix.ts';

/** Undefined: no framework decides what the image holds. */
export function convertFramework(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion | undefined {
  const layout = layoutOf(reading, model, facts);
  if (!layout || 'obstacle' in layout) return layout;
  const cached = layout.modules ? modulesInCache(reading) : undefined;
  if (cached !== undefined) return { obstacle: cached };
  return writeLayout(layout, { ...reading, start: layout.start }, lines, model, facts);
}

function layoutOf(reading: NodeReading, model: DockerfileModel, facts: Facts): LayoutAnswer {
  return (
    nextLayout(reading, model, facts) ??
    nuxtLayout(reading, model, facts) ??
    remixLayout(reading, model, facts) ??
    withoutServer(reading)
  );
}

/** SvelteKit's adapter decides whether the build has a server at all (svelte.dev/docs/kit/adapters). */
function withoutServer({ project, builds }: NodeReading): LayoutAnswer {
  const { build, frameworks } = project;
  if (!frameworks.includes('sveltekit') || build?.tool !== 'vite' || !builds) return undefined;
  if (build.adapter === '@sveltejs/adapter-node' || build.adapter === '@sveltejs/adapter-static')
    return undefined;
  return {
    obstacle: `SvelteKit builds with ${build.adapter ?? 'an adapter that is not certain'}, which makes no server for a container: use @sveltejs/adapter-node and start \`node build\`, or @sveltejs/adapter-static for files alone.`,
  };
}

function writeLayout(
  layout: FrameworkLayout,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion {
  const { directory, project, contextRoot, imageRoot } = reading;
  const draft = new Draft(model);
  const shared = layout.modules && hasSetup(reading) && lines.production !== undefined && lines.hasProduction;
  writeBuildStage(draft, reading, lines, model, shared);
  const inFolder = (command: string): string =>
    directory === (reading.stage.endState.workdir ?? '/') ? command : `cd ${directory} && ${command}`;
  for (const command of layout.finish) draft.line(`${keywordCase(model, 'RUN')} ${inFolder(command)}`);
  const modules = layout.modules ? writeProductionStage(draft, reading, lines, model, shared) : undefined;
  // What the user's own copies bring need not be copied again.
  const own = [...reading.copies.values()].filter((one) => isKeptAtRuntime(one, reading));
  const isCopied = (path: string): boolean =>
    own.some(({ sources }) => sources.some((source) => isWithin(path, source.path)));
  const files = [
    ...layout.assets.filter((path) => !isCopied(path)),
    ...(layout.modules ? [project.manifest] : []),
  ];
  const artifacts = (workdir: string | undefined): readonly string[] => [
    ...(modules ? [copyFrom(reading, model, modules, joinPath(directory, 'node_modules'), workdir)] : []),
    ...layout.artifacts.map(({ from, to }) =>
      copyFrom(reading, model, 'build', joinPath(directory, from), workdir, joinPath(directory, to)),
    ),
    ...copyLines(files, {
      contextRoot,
      imageRoot,
      workdir,
      keyword: keywordCase(model, 'COPY'),
      flags: chownFlag(reading).trim(),
      context: facts.context,
    }),
  ];
  const obstacle = writeRuntimeStage(draft, reading, model, { artifacts, copies: 'runtime' });
  return obstacle ? { obstacle } : { text: draft.render(), reason: layout.reason };
}
