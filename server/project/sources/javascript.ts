import { findCalls } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { readDeno } from './deno.ts';
import { readJavaScriptFiles } from './javascript-files.ts';
import { readJavaScriptPorts } from './javascript-ports.ts';
import { readJavaScriptRoutes } from './javascript-routes.ts';
import { JavaScriptValues } from './javascript-values.ts';
import { tokenize } from './tokens.ts';

/** Modules that run other programs. */
const programRunners = /^(?:node:)?(?:child_process|execa|shelljs|cross-spawn|zx)$/;

/** Adds what one JavaScript or TypeScript file says. */
export function readJavaScript(file: SourceFile, scope: SourceScope, into: Collected): void {
  const tokens = tokenize(file.text, 'javascript');
  const calls = findCalls(tokens);
  const values = new JavaScriptValues(tokens, file, scope);
  for (const module of importedModules(tokens)) {
    if (programRunners.test(module)) into.runsPrograms.add(`${module.replace('node:', '')} (${file.path})`);
    if (!/^\.{0,2}\//.test(module)) into.deno.imports.push({ specifier: module, file: file.path });
  }
  readJavaScriptRoutes(file, tokens, calls, scope, into);
  readJavaScriptPorts(file, tokens, calls, values, into);
  readJavaScriptFiles(file, tokens, calls, values, scope, into);
  readDeno(file, tokens, calls, values, scope, into);
}

/** Names of modules in `import … from 'x'`, `import 'x'`, `import('x')` and `require('x')`. */
function importedModules(tokens: readonly { kind: string; text: string }[]): readonly string[] {
  const result: string[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'string') return;
    const before = tokens[i - 1];
    const called = before?.text === '(' ? tokens[i - 2] : undefined;
    const keyword = called ?? before;
    if (keyword?.kind === 'name' && ['from', 'import', 'require'].includes(keyword.text))
      result.push(token.text);
  });
  return result;
}
