/** How cache/copy-before-install speaks about an install. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { LateInstall } from './copy-before-install.part.ts';

export function describe({ site }: LateInstall): string {
  const { command } = site;
  return shortened(command.words.map((word) => word.raw).join(' '));
}

/** A command as far as a title or a message needs it. */
export function shortened(text: string): string {
  const words = text.split(' ');
  return words.length > 6 ? `${words.slice(0, 5).join(' ')} …` : text;
}

export function copyText(copy: Copy): string {
  const sources = copy.sources.map((source) => source.word.raw);
  return [copy.keyword, ...sources.slice(0, 3), copy.destinationWord.raw].join(' ');
}

export function consequence({ packages, work }: LateInstall): string {
  const again = work === 'reinstalls' ? '' : ' again';
  if (packages === undefined) return `${work} all dependencies${again}`;
  return `${work} ${packages} ${packages === 1 ? 'package' : 'packages'}${again}`;
}

export function advice(late: LateInstall): string {
  const { inputs, manifest } = late;
  if (late.inherited) {
    const stage = late.copy.instruction.stage?.name;
    return `Install in a stage that does not start from ${stage === undefined ? 'one with the sources' : `\`${stage}\``}.`;
  }
  if (!inputs) return `Copy ${manifest.path}${companion(late)} first.`;
  if (inputs.instead) return inputs.instead;
  if (inputs.needsSources)
    return `Copying the manifests first does not help yet: ${inputs.needsSources}, which needs the sources.`;
  const missing = late.missing ?? inputs.paths;
  if (!late.copied && missing.length === 0) return 'Put the copy behind it.';
  if (!late.copied) return `Copy ${listPaths(missing)} first.`;
  const command = late.downloadName ?? (late.download && `\`${shortened(late.download)}\``);
  return command === undefined ? 'Move it up.' : `Run ${command} before it.`;
}

/** What belongs to a manifest of a project that is not known. */
function companion({ lockName }: LateInstall): string {
  return lockName === undefined ? '' : ` and ${lockName}`;
}

export function listPaths(paths: readonly string[]): string {
  if (paths.length > 4) return `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`;
  return paths.length === 1 ? paths[0]! : `${paths.slice(0, -1).join(', ')} and ${paths.at(-1)!}`;
}
