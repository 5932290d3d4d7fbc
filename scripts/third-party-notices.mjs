/** The licence texts of the packages that ended up inside the bundles (their licences ask for that). */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} root the repository's folder
 * @param {readonly import('esbuild').Metafile[]} metafiles what esbuild says it bundled
 */
export async function thirdPartyNotices(root, metafiles) {
  const folders = new Set();
  for (const metafile of metafiles)
    for (const output of Object.values(metafile.outputs))
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
  const notices = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(
      await readFile(path.join(root, folder, 'package.json'), 'utf8'),
    );
    const files = (await readdir(path.join(root, folder))).filter((file) => /^licen[cs]e/i.test(file)).sort();
    const text =
      files[0] === undefined
        ? `Licence: ${license}`
        : (await readFile(path.join(root, folder, files[0]), 'utf8')).trim();
    notices.push(`${name} ${version}\n${'-'.repeat(name.length + version.length + 1)}\n\n${text}\n`);
  }
  return `Dockerfile Optimizer contains these packages.\n\n${notices.join('\n')}`;
}
