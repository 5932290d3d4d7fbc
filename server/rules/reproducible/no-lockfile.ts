import { readCopy } from '../../dockerfile/copies.ts';
import { defineRule } from '../rule.ts';
import { anyInstalls, mayHaveLock, type AnyInstall } from './locked-installs.part.ts';

export default defineRule({
  id: 'reproducible/no-lockfile',
  severity: 'info',
  summary: 'Dependencies are installed without a lockfile',
  fix: 'none',
  why: `Without a lockfile each build resolves the versions of all dependencies, and of theirs, on its own. Two builds of one commit can
then ship different code, and a broken or malicious release arrives by itself. A lockfile in version control pins the whole tree and its
checksums, and makes installs faster. Where it is kept out of version control on purpose (libraries), the finding can be silenced.`,
  equivalents: [],
  examples: [
    {
      title: 'Composer',
      files: {
        'composer.json':
          '{"name":"acme/shop","require":{"slim/slim":"^4.12"},"autoload":{"psr-4":{"App\\\\":"src/"}}}',
        'src/App.php': '<?php\n',
        '.dockerignore': 'vendor\n.git\n',
      },
      bad: 'FROM composer:2.8 AS vendor\nWORKDIR /app\nCOPY composer.json ./\nRUN composer install --no-dev\n\nFROM php:8.4-fpm-alpine\nWORKDIR /app\nCOPY --from=vendor /app ./\nCOPY src ./src\nUSER www-data\n',
      good: 'FROM php:8.4-fpm-alpine\nWORKDIR /app\nCOPY src ./src\nUSER www-data\n',
    },
  ],
  *check({ model, facts }) {
    const seen = new Set<string>();
    for (const install of anyInstalls(model, facts)) {
      const { lock, manifest, ignoresLock, asked } = install;
      if (lock || ignoresLock || asked === 0 || mayHaveLock(install, facts)) continue;
      if (seen.has(manifest.path) || isCopied(install)) continue;
      seen.add(manifest.path);
      yield { span: install.command.span, message: messageOf(install) };
    }
  },
});

/** A lockfile that the stage copies by its name: where it is not there, context/missing-source says so. */
function isCopied({ stage, lockName }: AnyInstall): boolean {
  return stage.instructions.some((instruction) =>
    readCopy(instruction)?.sources.some(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return name === lockName || (lockName.startsWith('bun.lock') && /^bun\.lockb?$/.test(name));
    }),
  );
}

function messageOf({ name, manifest, lockName, asked, manifestName }: AnyInstall): string {
  const what =
    asked === undefined
      ? 'the dependencies'
      : asked === 1
        ? '1 dependency and what it needs'
        : `${asked} dependencies and what they need`;
  if (manifestName === 'go.mod')
    return `${manifest.path} has no ${lockName}: nothing proves that \`${name}\` gets the modules it got before. Commit the ${lockName} that \`go mod tidy\` writes.`;
  return `\`${name}\` resolves ${what} anew in every build: ${manifest.path} has no lockfile. Commit its ${lockName}.`;
}
