import { expect, test } from 'vitest';
import { parseHcl } from '../../../server/uses/bake/hcl.ts';
import type { HclValue } from '../../../server/uses/bake/hcl.ts';
import fc from 'fast-check';

const text = (value: string, template = false): HclValue => ({ kind: 'text', text: value, template });

test('reads blocks with their attributes', () => {
  const blocks = parseHcl(`
# a comment
variable "TAG" { default = "1.2" }   // another
/* and
   a third */
target "web" {
  context    = "./web"
  dockerfile = "docker/\${NAME}.Dockerfile"
  inherits   = ["base", "labels"]
  args = {
    NODE_VERSION = "22"
    "QUOTED"     = TAG
    NONE = null
  }
  tags = [
    "acme/web:\${TAG}",
    notequal("", TAG) ? "acme/web:latest" : "",
  ]
  no-cache = true
  attest { type = "sbom" }
  target = "final"
}
`);
  expect(blocks.map(({ type, label }) => [type, label])).toEqual([
    ['variable', 'TAG'],
    ['target', 'web'],
  ]);
  expect(Object.fromEntries(blocks[1]!.attributes)).toEqual({
    context: text('./web'),
    dockerfile: text('docker/${NAME}.Dockerfile', true),
    inherits: { kind: 'list', items: [text('base'), text('labels')] },
    args: {
      kind: 'object',
      entries: new Map<string, HclValue>([
        ['NODE_VERSION', text('22')],
        ['QUOTED', { kind: 'name', name: 'TAG' }],
        ['NONE', { kind: 'null' }],
      ]),
    },
    tags: { kind: 'list', items: [text('acme/web:${TAG}', true), { kind: 'unknown' }] },
    'no-cache': text('true'),
    target: text('final'),
  });
});

test.each([
  ['a condition', 'equal(A, "b") ? "x" : "y"'],
  ['a function', 'lower(NAME)'],
  ['a loop', '[for t in tags : upper(t)]'],
  ['a sum', '"a" + "b"'],
])('%s is unknown, and what follows is read', (_, value) => {
  const [block] = parseHcl(`target "a" {\n  x = ${value}\n  y = "z"\n}\n`);
  const read = block!.attributes.get('x')!;
  expect(read.kind === 'list' ? read.items.map(({ kind }) => kind) : read.kind).toSatisfy((kinds: unknown) =>
    Array.isArray(kinds) ? kinds.includes('unknown') : kinds === 'unknown',
  );
  expect(block!.attributes.get('y')).toEqual(text('z'));
});

test('reads over a Dockerfile that stands in the file', () => {
  const [block] = parseHcl(
    'target "a" {\n  dockerfile-inline = <<EOT\nFROM x\nRUN echo "}"\nEOT\n  context = "c"\n}\n',
  );
  expect(block!.attributes.get('context')).toEqual(text('c'));
});

test('quotes within a template do not end the string', () => {
  const [block] = parseHcl('target "a" {\n  x = "${equal("a", B) ? "c" : "d"}-e"\n  y = "z"\n}\n');
  expect(block!.attributes.get('y')).toEqual(text('z'));
});

test('never throws and always ends', () => {
  const unit = fc.constantFrom(
    '"',
    '${',
    '}',
    '{',
    '[',
    ']',
    '=',
    ',',
    '\n',
    'target',
    ' ',
    '(',
    ')',
    '<<E\n',
    '\\',
    '#',
  );
  fc.assert(fc.property(fc.array(unit, { maxLength: 60 }), (parts) => void parseHcl(parts.join(''))));
  expect(parseHcl(`target "a" {\n x = ${'['.repeat(20_000)}\n}`)).toHaveLength(1);
});
