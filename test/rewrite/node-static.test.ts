/** Static front ends. */
import { describe, expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { planOf, type PlanCase } from './plan-tester.ts';

const vite = {
  name: 'site',
  scripts: { build: 'vite build', preview: 'vite preview', start: 'vite preview --host --port 8080' },
  dependencies: { vue: '^3.4.0' },
  devDependencies: { vite: '^5.2.0', serve: '^14.0.0' },
};
const sources = {
  'index.html': '<div id="app"></div>',
  'src/main.ts': "import { createApp } from 'vue';\n",
  'vite.config.ts': 'export default {};\n',
};
const files = { ...nodeFiles('npm', vite), ...sources };
const text = (cmd: string, expose = 'EXPOSE 8080\n'): string => `FROM node:22
WORKDIR /site
COPY . .
RUN npm ci
RUN npm run build
${expose}CMD ${cmd}
`;

const cra = {
  name: 'site',
  scripts: { start: 'react-scripts start', build: 'react-scripts build' },
  dependencies: { react: '^18.0.0', 'react-scripts': '5.0.1' },
};
const craFiles = { ...nodeFiles('npm', cra), 'src/index.js': '', 'public/index.html': '' };
const developed = (cmd: string, port: number, builds = false): string => `FROM node:22
WORKDIR /site
COPY package*.json ./
RUN npm install
COPY . .
${builds ? 'RUN npm run build\n' : ''}EXPOSE ${port}
CMD ${cmd}
`;

const cases: PlanCase[] = [
  {
    name: 'vite-preview',
    files,
    text: text('["npx", "vite", "preview", "--host", "0.0.0.0", "--port", "8080"]'),
  },
  { name: 'vite-preview-script', files, text: text('["npm", "start"]') },
  { name: 'vite-preview-default-port', files, text: text('["npm", "run", "preview"]', '') },
  {
    name: 'serve-single',
    files,
    text: text('["npx", "serve", "-s", "dist", "-l", "3000"]', 'EXPOSE 3000\n'),
  },
  { name: 'serve-plain', files, text: text('npx serve dist', '') },
  {
    name: 'serve-global',
    files,
    text: text('["serve", "-s", "dist"]', 'EXPOSE 3000\n').replace(
      'COPY . .',
      'RUN npm install -g serve\nCOPY . .',
    ),
  },
  { name: 'http-server', files, text: text('["npx", "http-server", "dist", "-p", "8080"]') },
  { name: 'serve-other-folder', files, text: text('["npx", "serve", "-s", "public"]') },
  {
    name: 'port-mismatch',
    files,
    text: text('["npx", "serve", "-s", "dist", "-l", "5000"]', 'EXPOSE 3000\n'),
  },
  { name: 'port-80', files, text: text('["npx", "serve", "-s", "dist", "-l", "80"]', 'EXPOSE 80\n') },
  {
    name: 'cra-serve',
    files: {
      ...nodeFiles('yarn', {
        name: 'site',
        scripts: { start: 'react-scripts start', build: 'react-scripts build' },
        dependencies: { react: '^18.0.0', 'react-scripts': '5.0.1' },
      }),
      'src/index.js': '',
      'public/index.html': '',
    },
    text: `FROM node:22
WORKDIR /site
ARG REACT_APP_API
ENV REACT_APP_API=$REACT_APP_API
COPY package.json yarn.lock ./
RUN yarn
COPY . .
RUN yarn build
RUN yarn global add serve
EXPOSE 3000
HEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1
CMD ["serve", "-s", "build"]
`,
  },
  { name: 'cra-dev-server', files: craFiles, text: developed('["npm", "start"]', 3000) },
  { name: 'cra-dev-server-built', files: craFiles, text: developed('["npm", "start"]', 3000, true) },
  {
    name: 'cra-dev-server-with-a-proxy',
    files: { ...craFiles, ...nodeFiles('npm', { ...cra, proxy: 'http://localhost:5000' }) },
    text: developed('["npm", "start"]', 3000, true),
  },
  {
    name: 'cra-dev-server-and-a-mode',
    files: {
      ...craFiles,
      'src/api.js': "export const api = process.env.NODE_ENV === 'production' ? '' : 'http://localhost';\n",
    },
    text: developed('["npm", "start"]', 3000, true),
  },
  {
    name: 'cra-dev-server-for-development',
    files: craFiles,
    text: developed('["npm", "start"]', 3000, true).replace('EXPOSE', 'ENV NODE_ENV=development\nEXPOSE'),
  },
  {
    name: 'cra-dev-server-with-variables-at-run-time',
    files: {
      ...craFiles,
      'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      REACT_APP_API: http://api\n',
    },
    text: developed('["npm", "start"]', 3000, true),
  },
  {
    name: 'vite-dev-server-built',
    files: { ...files, ...nodeFiles('npm', { ...vite, scripts: { ...vite.scripts, dev: 'vite' } }) },
    text: developed('["npm", "run", "dev", "--", "--host"]', 5173, true),
  },
  {
    name: 'vite-dev-server-with-settings-of-its-own',
    files: { ...files, '.env.development': 'VITE_API=http://localhost:5000\n' },
    text: developed('["npx", "vite", "--host"]', 5173, true),
  },
  {
    name: 'angular-dev-server-built',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { start: 'ng serve', build: 'ng build' },
        dependencies: { '@angular/core': '^17.0.0' },
        devDependencies: { '@angular/cli': '^17.0.0' },
      }),
      'angular.json': JSON.stringify({
        projects: {
          site: {
            architect: {
              build: {
                builder: '@angular-devkit/build-angular:application',
                options: { outputPath: 'dist/site' },
              },
            },
          },
        },
      }),
      'src/main.ts': '',
    },
    text: developed('["npx", "ng", "serve", "--host", "0.0.0.0"]', 4200, true),
  },
  {
    name: 'built-by-another-script',
    files: {
      ...files,
      ...nodeFiles('npm', { ...vite, scripts: { build: 'tsc', 'build:prod': 'vite build --outDir www' } }),
    },
    text: text('["npx", "serve", "-s", "www"]', 'EXPOSE 3000\n').replace(
      'npm run build',
      'npm run build:prod',
    ),
  },
  {
    name: 'built-elsewhere-by-an-option',
    files,
    text: text('["npx", "serve", "-s", "dist"]', 'EXPOSE 3000\n').replace(
      'npm run build',
      'npm run build -- --outDir www',
    ),
  },
  {
    name: 'built-by-the-tool-itself',
    files,
    text: text('["npx", "serve", "-s", "dist"]', 'EXPOSE 3000\n').replace('npm run build', 'npx vite build'),
  },
  {
    name: 'nuxt-generate',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'nuxt build', generate: 'nuxt generate' },
        dependencies: { nuxt: '^3.11.0' },
      }),
      'nuxt.config.ts': 'export default defineNuxtConfig({});\n',
    },
    text: text('["npx", "serve", ".output/public"]', 'EXPOSE 3000\n').replace(
      'npm run build',
      'npm run generate',
    ),
  },
  { name: 'serve-here', files, text: text('["npx", "serve", "-s"]') },
  {
    name: 'serve-in-the-working-directory',
    files,
    text: text('["npx", "serve", "-s", "."]', 'WORKDIR /site/dist\nEXPOSE 3000\n'),
  },
  {
    name: 'serve-with-settings',
    files: { ...files, 'public/serve.json': '{"rewrites":[]}' },
    text: text('["npx", "serve", "dist"]', ''),
  },
  {
    name: 'port-80-and-a-user',
    files,
    text: text('["npx", "serve", "-s", "dist", "-l", "80"]', 'USER node\nEXPOSE 80\n'),
  },
  {
    name: 'vite-preview-with-a-proxy',
    files: {
      ...files,
      'vite.config.ts': "export default { server: { proxy: { '/api': 'http://api' } } };\n",
    },
    text: text('["npm", "run", "preview"]'),
  },
  {
    name: 'vite-preview-below-a-path',
    files: { ...files, 'vite.config.ts': "export default { base: '/shop/' };\n" },
    text: text('["npm", "run", "preview"]'),
  },
  {
    name: 'vite-preview-with-a-port-of-its-own',
    files: { ...files, 'vite.config.ts': 'export default { preview: { port: 5000, host: true } };\n' },
    text: text('["npm", "run", "preview"]', 'EXPOSE 5000\n'),
  },
  {
    name: 'sirv',
    files,
    text: text('["npx", "sirv", "dist", "--single", "--host", "0.0.0.0", "--port", "5000"]', 'EXPOSE 5000\n'),
  },
  {
    name: 'pm2-serve',
    files: {
      ...files,
      ...nodeFiles('npm', { ...vite, dependencies: { ...vite.dependencies, pm2: '^5.3.0' } }),
    },
    text: text('["npx", "pm2-runtime", "serve", "dist", "8080", "--spa"]'),
  },
  {
    name: 'gatsby',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'gatsby build', serve: 'gatsby serve -H 0.0.0.0' },
        dependencies: { gatsby: '^5.13.0', react: '^18.0.0' },
      }),
      'src/pages/index.js': '',
    },
    text: text('["npm", "run", "serve"]', 'EXPOSE 9000\n'),
  },
  {
    name: 'docusaurus',
    files: {
      ...nodeFiles('yarn', {
        name: 'docs',
        scripts: { build: 'docusaurus build', serve: 'docusaurus serve' },
        dependencies: { '@docusaurus/core': '^3.4.0', react: '^18.0.0' },
      }),
      'docusaurus.config.js': "module.exports = { title: 'Docs', baseUrl: '/' };\n",
      'docs/intro.md': '',
    },
    text: text('["yarn", "serve", "--host", "0.0.0.0"]', 'EXPOSE 3000\n')
      .replace('npm ci', 'yarn')
      .replace('npm run build', 'yarn build'),
  },
  {
    name: 'next-export',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'next build', start: 'next start' },
        dependencies: { next: '^15.0.0', react: '^19.0.0' },
      }),
      'next.config.mjs': "export default { output: 'export' };\n",
      'app/page.jsx': '',
    },
    text: text('["npx", "serve", "out"]', 'EXPOSE 3000\n'),
  },
  {
    name: 'next-export-that-next-refuses-to-start',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'next build', start: 'next start -p 4000' },
        dependencies: { next: '^15.0.0', react: '^19.0.0' },
      }),
      'next.config.mjs': "export default { output: 'export' };\n",
      'app/page.jsx': '',
    },
    text: text('["npm", "start"]', 'EXPOSE 4000\n'),
  },
  {
    name: 'angular-http-server',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'ng build' },
        dependencies: { '@angular/core': '^17.0.0', 'angular-http-server': '^1.12.0' },
        devDependencies: { '@angular/cli': '^17.0.0' },
      }),
      'angular.json': JSON.stringify({
        projects: {
          site: {
            architect: {
              build: {
                builder: '@angular-devkit/build-angular:application',
                options: { outputPath: 'dist/site' },
              },
            },
          },
        },
      }),
      'src/main.ts': '',
    },
    text: text('["npx", "angular-http-server", "--path", "dist/site/browser"]'),
  },
  {
    name: 'sveltekit-static',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { build: 'vite build' },
        devDependencies: { '@sveltejs/kit': '^2.5.0', vite: '^5.2.0', serve: '^14.0.0' },
      }),
      'svelte.config.js':
        "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
      'src/app.html': '',
    },
    text: text('["npx", "serve", "build"]', 'EXPOSE 3000\n'),
  },
  {
    name: 'nginx-already',
    files,
    text: `FROM node:22 AS build
WORKDIR /site
COPY . .
RUN npm install
RUN npm run build

FROM nginx:1.27
COPY --from=build /site/dist /usr/share/nginx/html
EXPOSE 80
`,
  },
];

goldenTests('node-static', cases);

describe('a development server, when the conversion is asked for', () => {
  const convert = async (text: string, more: MemoryTree = {}) => {
    const test: PlanCase = { name: '', files: { ...craFiles, ...more }, text };
    return planOf(text, await factsFor(test.text, test.files), 'multi-stage');
  };

  it('gives way to the built site, and says what is assumed', async () => {
    const plan = await convert(developed('["npm", "start"]', 3000));
    expect(plan.after.text).toMatchInlineSnapshot(`
      "FROM node:22 AS build
      WORKDIR /site
      COPY package.json package-lock.json ./
      RUN --mount=type=cache,target=/root/.npm npm ci
      COPY . .
      RUN npm run build

      FROM nginxinc/nginx-unprivileged:1.31-alpine-slim
      COPY <<'EOF' /etc/nginx/conf.d/default.conf
      server {
          listen 3000;
          root /usr/share/nginx/html;
          location / {
              try_files $uri $uri.html $uri/ /index.html;
          }
      }
      EOF
      COPY --from=build /site/build /usr/share/nginx/html
      EXPOSE 3000
      "
    `);
    expect(plan.steps[0]!.reason).toContain('Assumed: `npm run build` passes');
  });

  it('stays where the built site may be another one', async () => {
    const plan = await convert(developed('["npm", "start"]', 3000), { '.env.production': 'REACT_APP_A=b\n' });
    expect(plan.steps.map(({ id }) => id)).not.toContain('multi-stage');
    expect(plan.obstacles.join()).toContain('.env.production is read in one of the two modes only');
  });

  it('keeps the port of a variable', async () => {
    const plan = await convert(
      developed('["npm", "start"]', 8080).replace('EXPOSE', 'ENV PORT=8080\nEXPOSE'),
    );
    expect(plan.after.text).toContain('listen 8080;');
  });
});
