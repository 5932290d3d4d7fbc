import { defineRule, type UnknownPragma } from '../rule.ts';

export default defineRule<UnknownPragma>({
  id: 'correctness/unknown-pragma',
  severity: 'warning',
  summary: 'A silencing comment names no rule',
  fix: 'safe',
  why: `A comment such as \`# dockerfile-optimizer ignore=size/heavy-bass\` silences nothing: no rule has that name, so the finding it was
written for is still there, or comes back unnoticed under its new name. Names are rule ids, groups (\`size\`, \`size/*\`), \`all\`, and
the names that hadolint and BuildKit give to the same checks. Comments of hadolint and BuildKit themselves are not judged.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM debian:13-slim\n# dockerfile-optimizer ignore=reproducible/lockfile-instal\nUSER 1000\n',
      good: 'FROM debian:13-slim\n# dockerfile-optimizer ignore=reproducible/lockfile-install\nUSER 1000\n',
    },
  ],
  *check({ unknownPragmas }) {
    for (const pragma of unknownPragmas) {
      const hint = pragma.nearest ? `Did you mean \`${pragma.nearest}\`?` : 'This comment silences nothing.';
      yield { span: pragma.span, message: `No rule is called \`${pragma.id}\`. ${hint}`, data: pragma };
    }
  },
  fixes({ data: pragma }) {
    if (!pragma?.nearest) return [];
    return [
      {
        title: `Write ${pragma.nearest}`,
        applicability: 'safe',
        edits: [{ span: pragma.span, newText: pragma.nearest }],
        preferred: true,
      },
    ];
  },
});
