/** What the servers do that front-end tools bring along, for development and for looking at a build. */
import { parse } from 'jsonc-parser';
import type { BuildFacts, SiteFacts } from '../facts.ts';
import { mentions, readLiteralOption } from '../sources/config-literal.ts';
import { asString, entriesOf, field } from '../value.ts';
import type { ConfigTexts } from './build-tools.ts';

/** What the configuration alone says. */
export type ConfiguredSite = Omit<SiteFacts, 'developmentDiffers'>;

export interface SiteContext {
  readonly configs: ConfigTexts;
  readonly frameworks: readonly string[];
  /** `proxy` and `homepage` of package.json. */
  readonly proxy: boolean;
  readonly homepage: string | undefined;
  /** The file that adds middleware to the development server of Create React App. */
  readonly setupProxy: string | undefined;
}

/** The site's settings by the tool that builds it; undefined for tools without servers of their own. */
export function siteFacts(build: BuildFacts, context: SiteContext): ConfiguredSite | undefined {
  switch (build.tool) {
    case 'vite':
      // SvelteKit has its own way to say where the site lives (svelte.dev/docs/kit/configuration#paths).
      return context.frameworks.includes('sveltekit')
        ? { ...viteSite(context), base: basePath(context, 'svelte', 'kit', 'paths', 'base') }
        : viteSite(context);
    case 'react-scripts':
      return {
        base: homepagePath(context.homepage),
        developmentPort: 3000,
        previewPort: undefined,
        handsOn: context.proxy ? 'package.json' : (context.setupProxy ?? crackedProxy(context)),
        fallback: true,
      };
    case 'vue-cli-service':
      return {
        base: basePath(context, 'vue', 'publicPath'),
        developmentPort: port(context, 'vue', 8080, 'devServer', 'port'),
        previewPort: undefined,
        handsOn: whoMentions(context, 'vue', ['proxy', 'before', 'setupMiddlewares', 'onBeforeSetupMiddleware']),
        fallback: whoMentions(context, 'vue', ['pages', 'historyApiFallback']) === undefined ? true : undefined,
      }; // prettier-ignore
    case 'ng':
      return angularSite(context);
    case 'astro':
      return {
        base: basePath(context, 'astro', 'base'),
        developmentPort: port(context, 'astro', 4321, 'server', 'port'),
        previewPort: port(context, 'astro', 4321, 'server', 'port'),
        handsOn: whoMentions(context, 'astro', ['proxy', 'configureServer', 'redirects']),
        fallback: false,
      };
    case 'gatsby':
      return { base: '/', developmentPort: 8000, previewPort: 9000, handsOn: undefined, fallback: false };
    case 'docusaurus':
      return {
        base: basePath(context, 'docusaurus', 'baseUrl'),
        developmentPort: 3000,
        previewPort: 3000,
        handsOn: undefined,
        fallback: false,
      };
    case 'vitepress': {
      const [name, text] = [...context.configs].find(([file]) => file.includes('.vitepress/config.')) ?? [];
      const found = text === undefined ? undefined : readLiteralOption(text, ['base']);
      return {
        base: found?.certain ? (found.value ?? '/') : undefined,
        developmentPort: 5173,
        previewPort: 4173,
        handsOn: text !== undefined && mentions(text, ['proxy', 'configureServer', 'rewrites', 'cleanUrls']) ? name : undefined, // prettier-ignore
        fallback: false,
      };
    }
    default:
      return undefined;
  }
}

/** https://vite.dev/config/preview-options: without settings of its own the preview takes the proxy of the server. */
function viteSite(context: SiteContext): ConfiguredSite {
  const type = option(context, 'vite', 'appType');
  const isSpa = type.value === undefined || type.value === 'spa';
  return {
    base: basePath(context, 'vite', 'base'),
    developmentPort: port(context, 'vite', 5173, 'server', 'port'),
    previewPort: port(context, 'vite', 4173, 'preview', 'port'),
    handsOn: whoMentions(context, 'vite', ['proxy', 'configureServer', 'configurePreviewServer', 'headers']),
    fallback: type.certain ? isSpa : undefined,
  };
}

function angularSite({ configs }: SiteContext): ConfiguredSite | undefined {
  const text = configs.get('angular.json');
  const json: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  const projects = entriesOf(field(json, 'projects'));
  if (projects.length !== 1) return undefined;
  const project = projects[0]![1];
  const targets = field(project, 'architect') ?? field(project, 'targets');
  const options = field(field(targets, 'serve'), 'options');
  const isProxied = JSON.stringify(field(targets, 'serve') ?? {}).includes('proxyConfig');
  const written = field(options, 'port');
  const href = asString(field(field(field(targets, 'build'), 'options'), 'baseHref'));
  return {
    base: href ?? '/',
    developmentPort: typeof written === 'number' ? written : 4200,
    previewPort: undefined,
    handsOn: isProxied ? 'angular.json' : undefined,
    fallback: true,
  };
}

function option(
  { configs }: SiteContext,
  name: string,
  ...path: string[]
): { certain: boolean; value: string | undefined } {
  const found = [...configs].find(([file]) => file.startsWith(`${name}.config.`));
  return found === undefined ? { certain: true, value: undefined } : readLiteralOption(found[1], path);
}

/** `./` and '' make the site's addresses relative, so that any place does; the servers take the root then. */
function basePath(context: SiteContext, name: string, ...path: string[]): string | undefined {
  const found = option(context, name, ...path);
  if (!found.certain) return undefined;
  const { value } = found;
  if (value === undefined || value === '' || value === './' || value === '/') return '/';
  return value.startsWith('/') ? value : undefined;
}

/** The path of `homepage`, which the development server takes (create-react-app.dev/docs/deployment). */
function homepagePath(homepage: string | undefined): string | undefined {
  if (homepage === undefined || homepage === '.' || homepage === './') return '/';
  const path = /^(?:https?:\/\/[^/]+)?(\/.*)?$/.exec(homepage);
  return path ? (path[1] ?? '/') : undefined;
}

function port(context: SiteContext, name: string, standard: number, ...path: string[]): number | undefined {
  const found = option(context, name, ...path);
  if (!found.certain) return undefined;
  const value = found.value === undefined ? standard : Number(found.value);
  return Number.isInteger(value) && value > 0 && value < 65536 ? value : undefined;
}

function whoMentions({ configs }: SiteContext, name: string, words: readonly string[]): string | undefined {
  return [...configs].find(
    ([file, text]) => file.startsWith(`${name}.config.`) && mentions(text, words),
  )?.[0];
}

function crackedProxy(context: SiteContext): string | undefined {
  const words = ['proxy', 'devServer', 'configureServer'];
  return (
    whoMentions(context, 'craco', words) ??
    [...context.configs].find(([file, text]) => file.startsWith('config-overrides.') && mentions(text, words))?.[0]
  ); // prettier-ignore
}
