/** next.config.* as far as it decides what an image needs (nextjs.org/docs/app/api-reference/config/next-config-js). */
import type { NextFacts } from '../facts.ts';
import { inside } from '../paths.ts';
import { importsOf, mentions, readLiteralOption } from '../sources/config-literal.ts';
import type { ConfigTexts } from './build-tools.ts';

export function nextFacts(directory: string, configs: ConfigTexts): NextFacts {
  const [name, text] = [...configs].find(([file]) => file.startsWith('next.config.')) ?? [];
  if (name === undefined || text === undefined)
    return {
      config: undefined,
      output: undefined,
      outputIsCertain: true,
      distDir: '.next',
      movesTracing: false,
      readsAtStart: false,
      imports: [],
    };
  const output = readLiteralOption(text, ['output']);
  const root = readLiteralOption(text, ['turbopack', 'root']);
  const distDir = readLiteralOption(text, ['distDir']);
  return {
    config: inside(directory, name),
    output: output.value,
    outputIsCertain: output.certain,
    distDir: distDir.certain ? (distDir.value ?? '.next') : undefined,
    movesTracing: mentions(text, ['outputFileTracingRoot']) || root.value !== undefined || !root.certain,
    readsAtStart: mentions(text, ['serverRuntimeConfig', 'publicRuntimeConfig']),
    imports: importsOf(text),
  };
}
