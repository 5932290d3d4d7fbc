/** The Node server with a build that the golden cases start from. */
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

export const manifest: Manifest = {
  name: 'shop',
  scripts: { build: 'tsc', start: 'node dist/index.js', dev: 'tsx watch src/index.ts' },
  dependencies: { express: '^4.19.2' },
  devDependencies: { typescript: '^5.4.5', '@types/express': '^4.17.21' },
};

export const sources: MemoryTree = {
  'tsconfig.json':
    '{"compilerOptions":{"outDir":"dist","rootDir":"src","module":"commonjs"},"include":["src"]}',
  'src/index.ts': `import express from 'express';
const app = express();
app.get('/health', (_, response) => response.send('ok'));
app.get('/', (_, response) => response.send('shop'));
app.listen(Number(process.env.PORT ?? 8080));
`,
  '.git/HEAD': 'ref: refs/heads/main\n',
};

/** The server with a lockfile of this package manager, with changes to its manifest and further files. */
export function server(
  manager: Parameters<typeof nodeFiles>[0],
  changes: Manifest = {},
  files: MemoryTree = {},
): MemoryTree {
  return { ...nodeFiles(manager, { ...manifest, ...changes }), ...sources, ...files };
}

export const withScripts = (scripts: Record<string, string>): Manifest => ({
  scripts: { ...manifest.scripts, ...scripts },
});

export const npmText = `FROM node:22
WORKDIR /srv
COPY . .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`;
