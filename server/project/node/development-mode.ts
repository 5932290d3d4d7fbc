/** Is a site that a development server shows another one than the site that is built? */
import type { BuildFacts } from '../facts.ts';
import { fileNameOf, inside, isWithin, relativeTo } from '../paths.ts';
import { readLimits, type ProjectReader } from '../reader.ts';
import type { ConfigTexts } from './build-tools.ts';

/** How many source files of one project are looked through at most. */
const maxFiles = 300;

const sources = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const skipped = /(?:^|\/)(?:node_modules|dist|build|coverage|public|tests?|__tests__|\.[^/]+)\/|\.(?:test|spec|stories|config|d)\.[cm]?[jt]sx?$/; // prettier-ignore
/** How sources and configurations ask in which mode they are (vite.dev/guide/env-and-mode, create-react-app.dev/docs/adding-custom-environment-variables). */
const asksForMode = /\bNODE_ENV\b|\bimport\.meta\.env\.(?:DEV|PROD|MODE)\b|\b__DEV__\b|\bisDevMode\b/;

/** Why the two may differ, as a sentence without its end; undefined when nothing of the project tells them apart. */
export async function developmentDiffers(
  reader: ProjectReader,
  directory: string,
  build: BuildFacts,
  configs: ConfigTexts,
  others: readonly string[],
): Promise<string | undefined> {
  const { context } = reader;
  if (build.tool === 'ng' && configs.get('angular.json')?.includes('"fileReplacements"') === true)
    return 'angular.json replaces files in the production build';
  for (const [name, text] of configs)
    if (asksForMode.test(text) || (name.startsWith('vite.config.') && /\bcommand\b/.test(text)))
      return `${inside(directory, name)} asks which mode it is in`;
  const settings = context
    .children(directory)
    .find(
      ({ path }) => /^\.env\.(?:development|production)/.test(fileNameOf(path)) && !context.isIgnored(path),
    );
  if (settings) return `${settings.path} is read in one of the two modes only`;
  const candidates = context.entries.filter(
    ({ path, type }) =>
      type === 'file' &&
      isWithin(directory, path) &&
      !others.some(
        (other) => other !== directory && other.length > directory.length && isWithin(other, path),
      ) &&
      sources.test(path) &&
      !skipped.test(relativeTo(directory, path)),
  );
  const chosen = candidates.filter(({ size }) => size <= readLimits.source);
  if (!context.complete || chosen.length < candidates.length || chosen.length > maxFiles)
    return 'there are too many sources to see whether they ask for the mode';
  for (const { path } of chosen) {
    const text = await reader.quietText(path, readLimits.source);
    if (text === undefined || asksForMode.test(text)) return `${path} asks which mode it is in`;
  }
  return undefined;
}
