import { readCopy, type CopySource } from '../../dockerfile/copies.ts';
import { isPrivateHost, urlParts } from '../../tools/download.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'security/unverified-add',
  severity: 'info',
  summary: 'ADD downloads a file without a checksum',
  fix: 'none',
  why: `\`ADD\` puts into the image whatever the server sends on the day of the build. With \`--checksum=sha256:…\` the build stops when that is
another file than the one that was tested: because somebody replaced it, or because a "latest" moved on.

It does not matter for servers of your own network, nor for git repositories, which have commits for that; plain http is security/insecure-download's.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM eclipse-temurin:21-jre\nADD --chmod=644 https://example.org/agent/2.4.1/agent.jar /opt/agent.jar\nUSER 10001\n',
      good: 'FROM eclipse-temurin:21-jre\nADD --chmod=644 --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/agent/2.4.1/agent.jar /opt/agent.jar\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    for (const outer of model.instructions) {
      const instruction = outer.keyword === 'ONBUILD' && outer.inner ? outer.inner : outer;
      const copy = instruction.keyword === 'ADD' ? readCopy(instruction) : undefined;
      if (!copy || instruction.flags.some(({ name }) => name === 'checksum')) continue;
      const files = copy.sources.filter(isPublicFile);
      const [first, ...more] = files;
      if (!first) continue;
      const name = fileName(first.path);
      yield {
        span: first.word.span,
        message: `ADD takes whatever ${urlParts(first.path)?.host ?? 'the server'} sends for ${name}. Add \`--checksum=sha256:…\` with the hash of the file you tested${versionHint(first.word.raw)}.`,
        related: more.map(({ word }) => ({ span: word.span, message: 'and this one' })),
      };
    }
  },
});

/** A file over https, of a host that is not of a private network. A git repository has commits. */
function isPublicFile({ remote, path }: CopySource): boolean {
  const url = remote ? urlParts(path) : undefined;
  if (url?.scheme !== 'https' && (url || !/^https:\/\/[^/]*\$/.test(path))) return false;
  return !isGit(path) && !(url && isPrivateHost(url.host));
}

/** As the builder tells them apart: by the suffix of the path. */
function isGit(path: string): boolean {
  return /\.git(?:[#?]|$)/.test(path);
}

function fileName(path: string): string {
  const name = path
    .replace(/^https:\/\/[^/]*|[?#].*$/g, '')
    .replace(/\/+$/, '')
    .split('/')
    .pop()!;
  return name === '' || name.length > 60 ? 'this file' : name;
}

/** A version in a variable changes the file: then its hash belongs beside it. */
function versionHint(raw: string): string {
  const name = /\$\{?(\w*VERSION\w*)/i.exec(raw)?.[1];
  return name === undefined ? '' : `, in an ARG beside ${name}`;
}
