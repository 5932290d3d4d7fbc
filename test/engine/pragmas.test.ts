import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { readPragmas } from '../../server/engine/pragmas.ts';
import { allRules } from '../../server/rules/registry.ts';

const covers = (tool: string) =>
  allRules.find(({ equivalents }) => equivalents.some((one) => one.tool === tool))!;
const hadolint = covers('hadolint');
const buildkit = covers('buildkit');
const nameIn = (rule: typeof hadolint, tool: string): string =>
  rule.equivalents.find((one) => one.tool === tool)!.id;
const DL = nameIn(hadolint, 'hadolint');
const Check = nameIn(buildkit, 'buildkit');
const plain = allRules.find(({ equivalents }) => !equivalents.some(({ tool }) => tool === 'buildkit'))!;

/** Keywords of the instructions in which findings of the rule are silenced. */
function silenced(rule: string, text: string): string[] {
  const model = parseDockerfile(text);
  const pragmas = readPragmas(model);
  return model.instructions.filter(({ span }) => pragmas.silences(rule, span)).map(({ keyword }) => keyword);
}

describe('our own', () => {
  const id = hadolint.id;
  it.each<[string, string, string[]]>([
    ['the instruction below', `FROM a\n# dockerfile-optimizer ignore=${id}\nRUN b\nCMD c`, ['RUN']],
    ['another comment between', `FROM a\n# dockerfile-optimizer ignore=${id}\n# why\nRUN b\nCMD c`, ['RUN']],
    ['a blank line between', `FROM a\n# dockerfile-optimizer ignore=${id}\n\nRUN b\nCMD c`, ['RUN']],
    ['inside of a continued instruction', `FROM a\nRUN b \\\n  # dockerfile-optimizer ignore=${id}\n  c\nCMD d`, ['RUN']],
    ['several ids and a reason', `FROM a\n# dockerfile-optimizer ignore=x/y, ${id} reason=because, of it\nRUN b`, ['RUN']],
    ['no blanks, any case', `FROM a\n#Dockerfile-Optimizer IGNORE = ${id.toUpperCase()}\nRUN b`, ['RUN']],
    ['a group', `FROM a\n# dockerfile-optimizer ignore=${hadolint.group}/*\nRUN b`, ['RUN']],
    ['all', 'FROM a\n# dockerfile-optimizer ignore=all\nRUN b', ['RUN']],
    ["hadolint's name", `FROM a\n# dockerfile-optimizer ignore=${DL}\nRUN b`, ['RUN']],
    ['the file', `# dockerfile-optimizer ignore-file=${id}\nFROM a\nRUN b`, ['FROM', 'RUN']],
    ['the file, anywhere', `FROM a\nRUN b\n# dockerfile-optimizer ignore-file=all`, ['FROM', 'RUN']],
    ['below the last instruction', `FROM a\nRUN b\n# dockerfile-optimizer ignore=${id}`, []],
    ['another rule', 'FROM a\n# dockerfile-optimizer ignore=no/rule\nRUN b', []],
    ['in a heredoc', `FROM a\nRUN <<E\n# dockerfile-optimizer ignore=${id}\nE\nCMD c`, []],
    ['behind an instruction', `FROM a\nRUN b # dockerfile-optimizer ignore=${id}`, []],
  ])('%s', (_, text, expected) => {
    expect(silenced(id, text)).toEqual(expected);
  }); // prettier-ignore
});

describe("hadolint's", () => {
  it.each<[string, string, string[]]>([
    ['ignore', `FROM a\n# hadolint ignore=${DL}\nRUN b\nCMD c`, ['RUN']],
    ['a list', `FROM a\n# hadolint ignore=DL9999,${DL}\nRUN b`, ['RUN']],
    ['global', `# hadolint global ignore=${DL}\nFROM a\nRUN b`, ['FROM', 'RUN']],
    ['another', 'FROM a\n# hadolint ignore=DL9999\nRUN b', []],
  ])('%s', (_, text, expected) => {
    expect(silenced(hadolint.id, text)).toEqual(expected);
  });
});

describe("BuildKit's", () => {
  it.each<[string, string, string[]]>([
    ['skip', `# check=skip=${Check}\nFROM a\nRUN b`, ['FROM', 'RUN']],
    ['skip with more', `# syntax=x\n# check=skip=Foo,${Check};error=true\nFROM a\nRUN b`, ['FROM', 'RUN']],
    ['skip all', '# check=skip=all\nFROM a\nRUN b', ['FROM', 'RUN']],
    ['above an instruction', `FROM a\n# check=skip=${Check}\nRUN b\nCMD c`, ['RUN']],
    ['another', '# check=skip=Foo\nFROM a', []],
  ])('%s', (_, text, expected) => {
    expect(silenced(buildkit.id, text)).toEqual(expected);
  });

  it("leaves rules alone that cover no check of BuildKit's", () => {
    expect(silenced(plain.id, '# check=skip=all\nFROM a\nRUN b')).toEqual([]);
  });

  it.each([
    ['# check=error=true\nFROM a', true],
    ['# check=skip=Foo;error=true\nFROM a', true],
    ['# check=error=false\nFROM a', false],
    ['FROM a\n# check=error=true', false],
  ])('%j makes errors: %s', (text, expected) => {
    expect(readPragmas(parseDockerfile(text)).checkErrors).toBe(expected);
  });
});

describe('unknown ids', () => {
  it.each<[string, string[]]>([
    ['# dockerfile-optimizer ignore=size/heavy-bass', ['size/heavy-bass']],
    [`# dockerfile-optimizer ignore=foo,${hadolint.id}, bar reason=baz`, ['foo', 'bar']],
    ['# dockerfile-optimizer ignore-file=foo', ['foo']],
    ['# dockerfile-optimizer ignore=all', []],
    ['# dockerfile-optimizer ignore=DL9999,SC2086,CKV_DOCKER_1', []],
    ['# hadolint ignore=DL9999,foo', []],
    ['# check=skip=Foo', []],
  ])('%s', (pragma, expected) => {
    const text = `FROM a\n${pragma}\nRUN b`;
    const { unknown } = readPragmas(parseDockerfile(text));
    expect(unknown.map(({ id }) => id)).toEqual(expected);
    expect(unknown.map(({ span }) => text.slice(span.start, span.end))).toEqual(expected);
  });

  it('suggests the nearest name', () => {
    const text = `FROM a\n# dockerfile-optimizer ignore=${hadolint.id.slice(0, -1)}\nRUN b`;
    expect(readPragmas(parseDockerfile(text)).unknown[0]?.nearest).toBe(hadolint.id);
  });
});
