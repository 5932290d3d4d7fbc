/** The projects of projects/ and what must hold for them after Optimize. */

export interface Request {
  readonly path: string;
  readonly method?: 'POST';
  /** Sent as a form. */
  readonly form?: string;
}

export interface BuildProject {
  readonly name: string;
  readonly title: string;
  readonly port: number;
  /** Sent one after the other; the answers before and after Optimize must be the same. */
  readonly requests: readonly Request[];
  /** The source file that is edited between two builds. */
  readonly edit: string;
  /** Least part of the image's bytes that must go, from 0 to 1, with the look-alikes. */
  readonly smaller: number;
  /** The same with the official base images, where their sizes are known. */
  readonly smallerOnHub?: number;
}

export const buildProjects: readonly BuildProject[] = [
  {
    name: 'orders-npm',
    title: 'Express, TypeScript, npm',
    port: 8080,
    requests: [
      { path: '/' },
      { path: '/health' },
      { path: '/orders', method: 'POST', form: 'item=' },
      { path: '/nowhere' },
    ],
    edit: 'src/app.ts',
    smaller: 0.8,
    smallerOnHub: 0.85,
  },
  {
    name: 'catalog-pnpm',
    title: 'Fastify, TypeScript, pnpm, data read at run time',
    port: 4000,
    requests: [{ path: '/' }, { path: '/ready' }],
    edit: 'src/server.ts',
    smaller: 0.8,
    smallerOnHub: 0.85,
  },
  {
    name: 'notes-yarn',
    title: 'Express, TypeScript, Yarn 1, files read at run time',
    port: 5000,
    requests: [{ path: '/' }, { path: '/healthz' }],
    edit: 'src/render.ts',
    smaller: 0.8,
    smallerOnHub: 0.85,
  },
  {
    name: 'links-bun',
    title: 'Hono on Bun',
    port: 3000,
    requests: [{ path: '/' }, { path: '/health' }],
    edit: 'src/shorten.ts',
    smaller: 0.1,
  },
  {
    name: 'wiki-no-build',
    title: 'Express without a build, views, files written at run time',
    port: 3000,
    requests: [
      { path: '/' },
      { path: '/assets/wiki.css' },
      { path: '/pages/tea', method: 'POST', form: 'text=Tea' },
      { path: '/' },
    ],
    edit: 'server.js',
    smaller: 0.8,
    smallerOnHub: 0.85,
  },
  {
    name: 'tasks-hooks',
    title: 'Express, TypeScript, git hooks set up by an install script, pages beside the output',
    port: 4400,
    requests: [{ path: '/' }, { path: '/up' }],
    edit: 'src/main.ts',
    smaller: 0.8,
    // Few development packages: what is left is the base images' own ratio.
    smallerOnHub: 0.84,
  },
  {
    name: 'accounts-native',
    title: 'Express, TypeScript, npm, bcrypt compiled',
    port: 3400,
    requests: [{ path: '/' }],
    edit: 'src/server.ts',
    smaller: 0.65,
  },
  {
    name: 'vault-prebuilt',
    title: 'Koa without a build, bcrypt prebuilt for each libc',
    port: 3500,
    requests: [{ path: '/' }, { path: '/livez' }],
    edit: 'src/main.js',
    smaller: 0.6,
  },
  {
    name: 'site-vite',
    title: 'Static site, Preact and Vite',
    port: 4173,
    requests: [{ path: '/' }, { path: '/robots.txt' }, { path: '/a/route/of/the/client' }],
    edit: 'src/menu.tsx',
    smaller: 0.9,
  },
  {
    name: 'guestbook-go',
    title: 'Go, templates and static files read at run time',
    port: 8081,
    requests: [{ path: '/' }, { path: '/static/style.css' }, { path: '/healthz' }],
    edit: 'internal/entries/entries.go',
    smaller: 0.98,
  },
  {
    name: 'checksum-cgo',
    title: 'Go with C',
    port: 8082,
    requests: [{ path: '/tea' }],
    edit: 'adler/adler.go',
    smaller: 0.95,
  },
  {
    name: 'search-multi-stage',
    title: 'Express, esbuild, npm, two stages already',
    port: 3600,
    requests: [{ path: '/' }, { path: '/?q=ulysse' }, { path: '/health' }],
    edit: 'src/index.ts',
    smaller: 0.8,
    smallerOnHub: 0.85,
  },
];
