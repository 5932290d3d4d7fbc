import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config/read.ts';
import { allRules } from '../../server/rules/registry.ts';

const rule = allRules[0]!.id;

/** `line:column message` of each problem, from 1. */
function problems(text: string, format: 'yaml' | 'json' = 'yaml'): string[] {
  return readConfig(text, format).problems.map(({ span, message, severity }) => {
    const before = text.slice(0, span.start).split('\n');
    return `${before.length}:${before.at(-1)!.length + 1} ${severity} ${message}`;
  });
}

describe('a configuration', () => {
  const expected = {
    rules: { [rule]: 'off', 'style/*': 'hint', DL3008: 'warning', SC2086: 'off', 'shellcheck/*': 'info' },
    preferredNodeBase: 'slim',
    shellcheck: 'off',
    trustedRegistries: ['docker.io', '*.example.com'],
    labels: { 'org.example.version': 'semver' },
    strictLabels: true,
  };

  it('is YAML', () => {
    const text = [
      '# why',
      'rules:',
      `  ${rule}: off`,
      '  "style/*": hint',
      '  DL3008: warning',
      '  SC2086: off',
      '  shellcheck/*: info',
      'preferredNodeBase: slim',
      'shellcheck: off',
      'trustedRegistries: [docker.io, "*.example.com"]',
      'labels: { org.example.version: semver }',
      'strictLabels: true',
    ];
    for (const eol of ['\n', '\r\n'])
      expect(readConfig(text.join(eol), 'yaml')).toEqual({ config: expected, problems: [] });
  });

  it('is JSON, with comments and commas where people put them', () => {
    const text = `// why\n${JSON.stringify(expected, undefined, '\t').replace(/\n}$/, ', /* end */\n}')}`;
    expect(readConfig(text, 'json')).toEqual({ config: expected, problems: [] });
  });

  it.each(['', '\n', '# nothing\n', '---\n', 'rules:\n  # none yet\n'])('may be empty: %j', (text) => {
    const { config, problems: found } = readConfig(text, 'yaml');
    expect(config).toEqual({});
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (!text.startsWith('rules')) expect(found).toEqual([]);
  });
});

describe('what is wrong', () => {
  it.each<[string, string[]]>([
    ['rules:\n  no/such-rule: off', ['2:3 warning There is no rule `no/such-rule`.']],
    [`rules:\n  ${rule.slice(0, -1)}: off`, [`2:3 warning There is no rule \`${rule.slice(0, -1)}\`. Did you mean \`${rule}\`?`]],
    [`rules:\n  ${rule}: warn`, [`2:${rule.length + 5} warning \`${rule}\` must be one of error, warning, info, hint, off.`]],
    [`rules:\n  ${rule}: erorr`, [`2:${rule.length + 5} warning \`${rule}\` must be one of error, warning, info, hint, off. Did you mean \`error\`?`]],
    [`rules:\n  ${rule}: false`, [`2:${rule.length + 5} warning \`${rule}\` must be one of error, warning, info, hint, off.`]],
    ['rulse: {}', ['1:1 warning There is no setting `rulse` for projects. Did you mean `rules`?']],
    ['fixOnSave: true', ['1:1 warning There is no setting `fixOnSave` for projects.']],
    ['rules: off', ['1:8 warning `rules` must be values by name.']],
    ['- rules', ['1:1 warning This must be settings by name, such as `rules`.']],
    ['just a text', ['1:1 warning This must be settings by name, such as `rules`.']],
    ['preferredNodeBase: big', ['1:20 warning `preferredNodeBase` must be one of auto, alpine, slim, distroless.']],
    ['trustedRegistries: docker.io', ['1:20 warning `trustedRegistries` must be a list.']],
    ['trustedRegistries: [docker.io, 1]', ['1:32 warning `trustedRegistries` must be a text.']],
    ['strictLabels: yes', ['1:15 warning `strictLabels` must be true or false.']],
    ['a: &x off\nshellcheck: *x', ['1:1 warning There is no setting `a` for projects.', '2:13 warning `shellcheck` must be one of auto, off.']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  }); // prettier-ignore

  it('does not keep the rest from counting', () => {
    const { config } = readConfig(`rulse: {}\nrules:\n  no/such: off\n  ${rule}: hint\n  style/*: loud\n`, 'yaml');
    expect(config).toEqual({ rules: { [rule]: 'hint' } });
  }); // prettier-ignore

  it("is no check of another tool's that we do not cover", () => {
    expect(problems('rules: { DL9999: off, InvalidBaseImagePlatform: off, CKV_DOCKER_99: off }')).toEqual([]);
  });

  it('is said of a name that comes twice', () => {
    const text = '{\n  "shellcheck": "auto",\n  "shellcheck": "off"\n}';
    expect(problems(text, 'json')).toEqual(['2:3 warning `shellcheck` is set again below; this one does not count.']);
    expect(readConfig(text, 'json').config).toEqual({ shellcheck: 'off' });
    expect(problems('shellcheck: auto\nshellcheck: off\n')[0]).toMatch(/^2:1 error This is not YAML: .*unique/);
  }); // prettier-ignore
});

describe('what can not be read', () => {
  it.each<['yaml' | 'json', string, RegExp]>([
    ['yaml', 'rules:\n  a: [b\n', /^3:1 error This is not YAML: [A-Z].*\.$/],
    ['yaml', 'rules:\n\ta: b\n', /^2:1 error This is not YAML: /],
    ['yaml', 'a: 1\n---\nb: 2\n', /error This is not YAML: /],
    ['yaml', '"', /error This is not YAML: /],
    ['json', '{\n  "rules" {}\n}', /^2:11 error This is not JSON: colon expected\.$/],
    ['json', '{ "rules": ', /error This is not JSON: /],
    ['json', 'rules: {}', /^1:1 error This is not JSON: /],
    ['json', '['.repeat(100_000), /error This is /],
    ['yaml', '['.repeat(20_000), /error This is /],
  ])('%s %j', (format, text, expected) => {
    const found = problems(text, format);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
    expect(readConfig(text, format).config).toEqual({});
  });

  it('is never an exception, and spans lie inside of the text', () => {
    const piece = fc.constantFrom('rules', ':', ' ', '\n', '  ', '{', '}', '[', ']', '"', "'", ',', '- ', '&a', '*a', '!!x', '|', '#', '\t', '\0', rule, 'off', '%YAML', '---', '<<', '__proto__', '🐳', '//', '/*'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece).map((pieces) => pieces.join('')), fc.constantFrom('yaml', 'json'), (text, format) => {
        for (const { span } of readConfig(text, format).problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    ); // prettier-ignore
  });
});
