import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { suppressedCodes } from '../../server/shellcheck/suppressed.ts';

it('the page says what is left out, and why', async () => {
  const page = await readFile('docs/shellcheck.md', 'utf8');
  for (const [code, why] of suppressedCodes) {
    const row = page.split('\n').find((line) => line.startsWith('| ') && line.includes(`SC${code}`));
    expect(row?.replace(/\s+/g, ' '), `SC${code}`).toContain(why);
  }
});
