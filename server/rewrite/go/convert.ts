/** A single-stage Go image → build stage and the smallest base that runs the binary. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { goAssets, madeElsewhere, writableFolders } from './assets.ts';
import { runtimeBase } from './base.ts';
import { writeBuild } from './build-stage.ts';
import { linkedNote } from './linking.ts';
import { readGoStage } from './reading.ts';
import { convertGoWithShell } from './with-shell.ts';
import { startCommand, writeRuntime } from './runtime-stage.ts';

export function convertGo(model: DockerfileModel, facts: Facts): Conversion {
  const small = onSmallBase(model, facts);
  if (small.obstacle === undefined) return small;
  const other = convertGoWithShell(model, facts);
  return other.text === undefined ? small : other;
}

/** The binary alone, on an image without a shell. */
function onSmallBase(model: DockerfileModel, facts: Facts): Conversion {
  const reading = readGoStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const sources = facts.project.sources(reading.project.directory);
  if (!sources)
    return { obstacle: 'The sources could not be read, so which files the program opens is not known.' };
  if (!sources.complete)
    return { obstacle: 'There are too many sources to see which files the program opens.' };
  if (sources.runsPrograms.length > 0)
    return {
      obstacle: `The program runs other programs (${sources.runsPrograms[0]!}), which a base without a shell does not have.`,
    };
  const start = startCommand(reading, model);
  if (typeof start === 'string') return { obstacle: start };
  const base = runtimeBase(rootBase(reading.stage), reading.linking, facts);
  if (!base && reading.linking.kind === 'more')
    return {
      obstacle: `Which libraries the program needs is not certain: ${reading.project.cgo?.doubt?.text ?? 'it is built by another compiler'}.`,
    };
  if (!base) return { obstacle: 'No small base is known that has the C library of the build stage.' };
  const assets = goAssets(reading, sources, facts, madeElsewhere(reading));
  if (typeof assets === 'string') return { obstacle: assets };
  const folders = writableFolders(reading, sources);
  if (typeof folders === 'string') return { obstacle: folders };
  const writable = base.endsWith(':nonroot') ? folders : [];
  const brought = assets.filter((path) => !writable.includes(imagePath(path, reading)));
  const draft = new Draft(model);
  writeBuild(draft, reading, model, facts, writable);
  const obstacle = writeRuntime(draft, reading, model, facts, { base, assets: brought, writable, start });
  if (obstacle) return { obstacle };
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may open ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  const owned =
    writable.length > 0
      ? ` ${writable.join(', ')}: ${writable.length === 1 ? 'belongs' : 'belong'} to the user nonroot, because the program writes there.`
      : '';
  return {
    text: draft.render(),
    reason: `The final image holds the binary alone, without the Go toolchain and the sources.${linkedNote(reading.cgo, reading.linking)}${kept}${owned}`,
  };
}

function imagePath(
  path: string,
  { contextRoot, imageRoot }: { contextRoot: string; imageRoot: string },
): string {
  const relative = contextRoot === '' ? path : path.slice(contextRoot.length + 1);
  return `${imageRoot === '/' ? '' : imageRoot}/${relative}`;
}
