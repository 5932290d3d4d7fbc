import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import { locate } from '../../server/tools/locate.ts';
import { workingDirectory } from '../../server/tools/working-directory.ts';
import { factsFor } from '../support/facts.ts';

const project = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'web/package.json': '{}',
  'web/src/index.ts': '',
  'packages/a/package.json': '{}',
  'secret.txt': 'x',
  '.dockerignore': 'secret.txt\n',
};

/** Where the last instruction finds the path: context path, line of the copy, `*` when a folder was copied. */
async function find(path: string, text: string): Promise<string | undefined> {
  const model = parseDockerfile(text);
  const { context } = await factsFor(text, project);
  const stage = model.stages.at(-1)!;
  const origin = locate(path, { model, context, stage, before: stage.instructions.at(-1) });
  return origin && `${origin.path}${origin.broad ? '*' : ''} ${origin.instruction.index}`;
}

describe('locate', () => {
  it.each<[string, string, string, string | undefined]>([
    ['by name', '/app/package.json', 'FROM a\nCOPY package.json /app/\nRUN x', 'package.json 1'],
    ['under WORKDIR', '/app/package.json', 'FROM a\nWORKDIR /app\nCOPY package.json ./\nRUN x', 'package.json 2'],
    ['without slash', '/app/package.json', 'FROM a\nCOPY package.json /app\nRUN x', 'package.json 1'],
    ['renamed', '/app/p.json', 'FROM a\nCOPY package.json /app/p.json\nRUN x', 'package.json 1'],
    ['a glob', '/app/package-lock.json', 'FROM a\nCOPY package*.json /app/\nRUN x', 'package-lock.json 1'],
    ['a glob that does not match', '/app/tsconfig.json', 'FROM a\nCOPY package*.json /app/\nRUN x', undefined],
    ['settings that the context does not have are no folder', '/app/package.json', 'FROM a\nCOPY package*.json .nvm-version .foorc /app/\nRUN x', 'package.json 1'],
    ['a glob of folders', '/app/package.json', 'FROM a\nCOPY packages/*/package.json /app/\nRUN x', undefined],
    ['the whole context', '/app/web/package.json', 'FROM a\nWORKDIR /app\nCOPY . .\nRUN x', 'web/package.json* 2'],
    ['a folder', '/app/src/index.ts', 'FROM a\nCOPY web /app\nRUN x', 'web/src/index.ts* 1'],
    ['a folder is not its own name', '/app/web/package.json', 'FROM a\nCOPY web /app/\nRUN x', undefined],
    ['the latest copy', '/app/package.json', 'FROM a\nCOPY . /app\nCOPY web/package.json /app/\nRUN x', 'web/package.json 2'],
    ['not what comes later', '/app/package.json', 'FROM a\nRUN x', undefined],
    ['not what is ignored', '/app/secret.txt', 'FROM a\nCOPY . /app\nRUN x', undefined],
    ['not what is missing', '/app/none.txt', 'FROM a\nCOPY . /app\nRUN x', undefined],
    ['JSON form', '/app/package.json', 'FROM a\nCOPY ["package.json", "/app/"]\nRUN x', 'package.json 1'],
    ['a variable', '/app/package.json', 'FROM a\nARG D=/app\nCOPY package.json $D/\nRUN x', 'package.json 2'],
    ['an unknown variable', '/app/package.json', 'FROM a\nARG D\nCOPY package.json $D/\nRUN x', undefined],
    ['from a stage', '/srv/package.json', 'FROM a AS b\nCOPY . /app\nFROM c\nCOPY --from=b /app /srv\nRUN x', 'package.json* 1'],
    ['from a stage by number', '/srv/package.json', 'FROM a\nCOPY . /app\nFROM c\nCOPY --from=0 /app/package.json /srv/\nRUN x', 'package.json* 1'],
    ['through two stages', '/z/package.json', 'FROM a AS b\nCOPY package.json /x/\nFROM a AS c\nCOPY --from=b /x /y\nFROM a\nCOPY --from=c /y /z\nRUN x', 'package.json 1'],
    ['inherited', '/app/package.json', 'FROM a AS b\nCOPY package.json /app/\nFROM b\nRUN x', 'package.json 1'],
    ['from an image', '/app/package.json', 'FROM a\nCOPY --from=node:22 /app /app\nRUN x', undefined],
    ['from itself', '/app/package.json', 'FROM a AS b\nCOPY --from=b /app /app\nRUN x', undefined],
    ['in a circle', '/app/package.json', 'FROM a AS b\nCOPY --from=c /app /app\nFROM a AS c\nCOPY --from=b /app /app\nRUN x', undefined],
    ['a bind mount', '/app/package.json', 'FROM a\nWORKDIR /app\nRUN --mount=type=bind,source=package.json,target=package.json x', 'package.json 2'],
    ['a bind mount of the context', '/app/web/package.json', 'FROM a\nRUN --mount=target=/app x', 'web/package.json* 1'],
    ['a bind mount from a stage', '/m/package.json', 'FROM a AS b\nCOPY . /app\nFROM a\nRUN --mount=from=b,source=/app,target=/m x', 'package.json* 1'],
    ['a cache mount', '/app/package.json', 'FROM a\nRUN --mount=type=cache,target=/app x', undefined],
    ['--parents', '/app/packages/a/package.json', 'FROM a\nCOPY --parents packages/*/package.json /app/\nRUN x', 'packages/a/package.json 1'],
    ['--parents keeps the path', '/app/package.json', 'FROM a\nCOPY --parents web/package.json /app/\nRUN x', undefined],
  ])('%s', async (_, path, text, expected) => {
    expect(await find(path, text)).toBe(expected);
  }); // prettier-ignore
});

describe('workingDirectory', () => {
  it.each<[string, string | undefined]>([
    ['x', '/w'],
    ['cd web && x', '/w/web'],
    ['cd /a && cd ../b && x', '/b'],
    ['cd -- web; x', '/w/web'],
    ['(cd web && y); x', '/w'],
    ['(cd web && x)', '/w/web'],
    ['cd $APP && x', '/srv'],
    ['cd $NOTHING && x', undefined],
    ['cd $NOTHING && cd /a && x', '/a'],
    ['cd && x', undefined],
    ['cd - && x', undefined],
    ['if y; then cd web; fi; x', undefined],
    ['y || cd web; x', undefined],
    ['pushd web && x', '/w/web'],
    ['sh -c "cd web && x"', '/w/web'],
    ['echo $(cd web && y) && x', '/w'],
  ])('%s', (script, expected) => {
    const model = parseDockerfile(`FROM a\nENV APP=/srv\nWORKDIR /w\nRUN ${script}\n`);
    const run = model.instructions.at(-1)!;
    const shell = shellOf(run, model)!;
    const command = shell.commands.find(({ name }) => name === 'x')!;
    expect(workingDirectory(run, shell, command)).toBe(expected);
  });
});
