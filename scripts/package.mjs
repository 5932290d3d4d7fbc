/** Makes dockerfile-optimizer-VERSION.vsix from a production build, and refuses one that holds more than it should. */
import { createVSIX, listFiles } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const outfile = path.join(root, `${name}-${version}.vsix`);
/** Bytes. A guard against bundling something by accident, not a target. */
const maxSize = 2_000_000;

const build = spawnSync(process.execPath, [path.join(root, 'scripts', 'bundle.mjs'), '--production'], {
  cwd: root,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

const allowed = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|images\/[^/]+\.png|dist\/[^/]+\.(js|txt))$/;
const files = await listFiles({ cwd: root, dependencies: false });
const strangers = files.filter((file) => !allowed.test(file));
if (strangers.length > 0) {
  console.error(`These files do not belong into the package (.vscodeignore):\n  ${strangers.join('\n  ')}`);
  process.exit(1);
}

await createVSIX({
  cwd: root,
  packagePath: outfile,
  dependencies: false,
  allowMissingRepository: true,
  // Pages that README.md links to are not in the package. The address is that of server/docs.ts.
  baseContentUrl: 'https://github.com/dockerfile-optimizer/dockerfile-optimizer/blob/main',
});
const { size } = statSync(outfile);
if (size > maxSize) {
  console.error(`${outfile} has ${size} bytes, more than ${maxSize}`);
  process.exit(1);
}
