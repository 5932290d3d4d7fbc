/** npm packages that need more of the system than their folder in node_modules. */
import type { NodeProject } from '../project/facts.ts';

/** What a package calls or loads that full images have and smaller ones do not (from the packages' own pages). */
const systemNeeds: ReadonlyMap<string, string> = new Map([
  ['simple-git', 'git'],
  ['download-git-repo', 'git'],
  ['gitlog', 'git'],
  ['nodegit', 'libraries of git'],
  ['gm', 'GraphicsMagick or ImageMagick'],
  ['imagemagick', 'ImageMagick'],
  ['imagemagick-cli', 'ImageMagick'],
  ['node-imagemagick', 'ImageMagick'],
  ['easyimage', 'ImageMagick'],
  ['pdf2pic', 'GraphicsMagick and Ghostscript'],
  ['python-shell', 'Python'],
  ['pythonia', 'Python'],
  ['node-calls-python', 'Python'],
  ['pg-native', 'libpq'],
  ['libpq', 'libpq'],
  ['puppeteer', 'libraries of the browser'],
  ['playwright', 'libraries of the browser'],
  ['mongodb-memory-server', 'libraries of the server'],
]);

/** Packages that keep what they download at install outside of node_modules. */
const outsideModules: ReadonlySet<string> = new Set(['puppeteer', 'cypress', 'mongodb-memory-server']);

/** The first production package that needs something of the system: `simple-git needs git`. */
export function systemNeed(project: NodeProject): string | undefined {
  for (const name of productionNames(project)) {
    const need = systemNeeds.get(name);
    if (need !== undefined) return `${name} needs ${need}`;
  }
  return undefined;
}

/** A production package whose downloads are lost when node_modules alone is copied. */
export function keepsFilesElsewhere(project: NodeProject): string | undefined {
  return productionNames(project).find((name) => outsideModules.has(name));
}

function productionNames(project: NodeProject): readonly string[] {
  const locked = (project.lockfile?.packages ?? [])
    .filter(({ dev }) => dev === false)
    .map(({ name }) => name);
  return [...Object.keys(project.dependencies), ...Object.keys(project.optionalDependencies), ...locked];
}
