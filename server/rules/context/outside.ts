import { contextSources, type ContextSource } from '../../context/sources.ts';
import { defineRule } from '../rule.ts';
import { contextText, leavesContext, sourceText } from './sources.part.ts';

/** context/missing-source and context/ignored-source are silent about such a path. */
export default defineRule<ContextSource>({
  id: 'context/outside',
  severity: 'error',
  summary: 'A path leads out of the build context',
  fix: 'safe',
  why: `The builder gets the files of the build context and no others. It drops every \`..\` that would lead out: \`COPY ../shared\` is read as \`COPY shared\`,
so it fails, or takes another folder than the one that was meant. Build from the folder above and name the Dockerfile
(\`docker build -f app/Dockerfile ..\`), or give the other folder a name (\`--build-context shared=../shared\` and \`COPY --from=shared\`).

It does not matter inside of the context: \`src/../lib\` is \`lib\`.`,
  fixSafety: `The fix writes the path as the builder reads it. It is only offered where the context has it.`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY ../package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, facts }) {
    const { context } = facts;
    for (const source of contextSources(model)) {
      if (!source.complete || !leavesContext(source.written)) continue;
      const read = source.path === '' ? '.' : source.path;
      const has = context.known ? context.has(source.path) : undefined;
      const means =
        has === true
          ? `the builder reads it as \`${read}\`, which ${contextText(context)} has. Write \`${read}\` if that is meant.`
          : `the builder reads it as \`${read}\`${has === false ? ', which is not there' : ''}. Build from a folder above, or name the folder with \`--build-context\`.`;
      yield {
        span: source.span,
        message: `${capital(sourceText(source))} can't lead out of the build context: ${means}`,
        // It works, if by chance.
        ...(has === true && { severity: 'warning' as const }),
        data: source,
      };
    }
  },
  fixes({ data: source }, { model, facts }) {
    if (!source || source.kind === 'bind' || facts.context.has(source.path) !== true) return [];
    const { start, end } = source.span;
    const raw = model.text.slice(start, end);
    const quote = /^["']/.test(raw) ? raw[0]! : '';
    // A variable would have to be resolved, and escapes kept.
    if (/[$\\\r\n]/.test(raw) || /[$\\]/.test(source.path)) return [];
    const path = source.path === '' ? '.' : source.path;
    const newText = quote + path + (/\/["']?$/.test(raw) ? '/' : '') + quote;
    return [
      { title: `Write \`${path}\``, applicability: 'safe', preferred: true, edits: [{ span: { start, end }, newText }] },
    ];
  },
}); // prettier-ignore

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
