import { defineRule } from '../rule.ts';
import {
  bytesOf,
  copyText,
  listEntries,
  saving,
  unfiltered,
  writeDockerignore,
} from './dockerignore.part.ts';

export default defineRule({
  id: 'context/incomplete-dockerignore',
  severity: 'warning',
  summary: 'Heavy entries reach the builder although there is a .dockerignore',
  fix: 'safe',
  why: `What .dockerignore forgets is sent to the builder and lands in the layer of a broad \`COPY\`: dependencies for another platform, the
git history, build output. It makes the build slow, the image large and the cache useless. Entries are named with the sizes that they
have here, the largest first. What the Dockerfile copies by name is never counted.`,
  equivalents: [],
  examples: [
    {
      files: {
        '.dockerignore': '*.log\n',
        '.git/HEAD': 'ref: refs/heads/main\n',
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { dockerignore } = context.facts.context;
    const found = dockerignore.exists ? unfiltered(context) : undefined;
    if (!found || found.entries.length === 0) return;
    yield {
      span: found.source.span,
      message: `\`${copyText(found.source)}\` takes ${listEntries(found.entries)} along: ${dockerignore.path} does not exclude ${found.entries.length === 1 ? 'it' : 'them'}.`,
    };
  },
  fixes(_, context) {
    const found = unfiltered(context);
    if (!found) return [];
    const { entries, proposal } = found;
    const paths = entries.slice(0, 2).map(({ path }) => path);
    const more = proposal.added.length - paths.length;
    const names = more > 0 ? `${paths.join(', ')} and ${more} more` : paths.join(' and ');
    return [writeDockerignore(proposal, `Add ${names} to ${proposal.path}${saving(bytesOf(proposal))}`)];
  },
});
