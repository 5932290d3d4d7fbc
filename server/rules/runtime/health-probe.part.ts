/** How a container can be asked whether it works, with what its image has. */
import { lookupRoot } from '../../images/root.ts';
import type { Stage } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { RuleContext } from '../rule.ts';
import { denoProbe } from '../../tools/deno-probe.ts';
import { hasProgram } from './programs.part.ts';

/** Seconds after which Docker gives up; the probes that can end by themselves do so a little earlier. */
const timeout = 5;

export interface Probe {
  /** The program that asks, for titles. */
  readonly tool: string;
  /** Fails unless a GET of the URL succeeds. */
  readonly words: readonly string[];
}

/** Undefined when no fitting tool is certain. */
export function probeCommand(stage: Stage, context: RuleContext, url: string): Probe | undefined {
  const fact = lookupRoot(stage, context.facts.images);
  if (!fact) return undefined;
  const { runtime } = fact;
  const script = `fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  // fetch is part of Node since 18.
  if (runtime?.name === 'node' && Number.parseInt(runtime.version ?? '', 10) >= 18)
    return { tool: 'node', words: [nodeProgram(fact), '-e', script] };
  if (runtime?.name === 'bun' && fact.tools.includes('bun'))
    return { tool: 'bun', words: ['bun', '-e', script] };
  if (runtime?.name === 'deno' && fact.tools.includes('deno')) return { tool: 'deno', words: denoProbe(url) };
  if (runtime?.name === 'python' && fact.repository === 'python')
    return {
      tool: 'python',
      words: [
        'python',
        '-c',
        `import urllib.request; urllib.request.urlopen('${url}', timeout=${timeout - 1})`,
      ],
    };
  const has = (tool: string): boolean => hasProgram(tool, stage, context) === true;
  if (has('curl')) return { tool: 'curl', words: ['curl', '-fsS', '-o', '/dev/null', url] };
  return has('wget') ? { tool: 'wget', words: ['wget', '-q', '-O', '/dev/null', url] } : undefined;
}

/** Distroless has node, but not on the PATH. */
function nodeProgram(fact: ImageFact): string {
  return fact.repository.startsWith('gcr.io/distroless/') ? '/nodejs/bin/node' : 'node';
}
