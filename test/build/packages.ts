/** Packages of other languages for the builds: folders of `packages/` in the engine's folder, served on loopback. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

/** Also in bases/python/pip.conf: what a base image is made of can't depend on the run. */
const port = 47651;

/** Files as they are, folders as a page of links: all that PEP 503 asks of a package index. */
export async function servePackages(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    answer(folder, new URL(request.url ?? '/', 'http://localhost').pathname).then(
      ({ body, type }) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(folder: string, url: string): Promise<{ body: Buffer | string; type: string }> {
  const file = path.join(folder, path.posix.normalize(decodeURIComponent(url)));
  if (!(await stat(file)).isDirectory())
    return { body: await readFile(file), type: 'application/octet-stream' };
  const links = (await readdir(file)).map((name) => `<a href="${name}">${name}</a>`);
  return { body: `<!doctype html>\n${links.join('\n')}\n`, type: 'text/html' };
}
