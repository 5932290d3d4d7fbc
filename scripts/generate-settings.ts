/**
 * Writes package.json's `contributes.configuration` from shared/settings.ts.
 *
 *   node scripts/run.mjs scripts/generate-settings.ts [--check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { defaultSettings, settingDescriptions, settingsPrefix } from '../shared/settings.ts';

const file = 'package.json';
const check = process.argv.includes('--check');

function configuration(): object {
  const properties = settingDescriptions.map(({ key, path, schema, markdownDescription }, order) => [
    `${settingsPrefix}.${path}`,
    { ...schema, default: defaultSettings[key], order, markdownDescription },
  ]);
  return { title: 'Dockerfile Optimizer', properties: Object.fromEntries(properties) as object };
}

const before = await readFile(file, 'utf8');
const manifest = JSON.parse(before) as { contributes?: Record<string, unknown> };
manifest.contributes = { ...manifest.contributes, configuration: configuration() };
const after = await format(JSON.stringify(manifest), { parser: 'json-stringify' });
if (after !== before) {
  if (check) {
    console.error(`${file}: the settings are not those of shared/settings.ts. Run: npm run generate`);
    process.exitCode = 1;
  } else {
    await writeFile(file, after);
    console.log(`${file}: settings written`);
  }
}
