/** Static front ends. */
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

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
  {
    name: 'cra-dev-server',
    files: {
      ...nodeFiles('npm', {
        name: 'site',
        scripts: { start: 'react-scripts start', build: 'react-scripts build' },
        dependencies: { react: '^18.0.0', 'react-scripts': '5.0.1' },
      }),
      'src/index.js': '',
      'public/index.html': '',
    },
    text: `FROM node:22
WORKDIR /site
COPY . .
RUN npm install
EXPOSE 3000
CMD ["npm", "start"]
`,
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
