import { moveAbove, moveBelow } from '../../edit/move.ts';
import { defineRule } from '../rule.ts';
import { volatileFirst, type VolatileFirst } from './volatile-first.part.ts';

export default defineRule<VolatileFirst>({
  id: 'cache/volatile-first',
  severity: 'info',
  summary: 'A value that changes with every build stands above expensive steps',
  fix: 'safe',
  why: `A build argument is part of the environment of every RUN below its ARG. When it is the commit, the date or the number of the build, none of
them is ever taken from the cache: packages are downloaded anew in each build. Declared directly above the step that uses it, or at the end
when only labels do, it costs nothing.

It does not matter when the value is only given for releases, nor for arguments that are pinned to a version in the file.`,
  fixSafety: `Safe when only installs of packages and preparations are passed: the image's variables and labels stay the same. Where one of the
installs runs scripts of the project itself, which may read the variable, it is only suggested.`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'package-lock.json': '{"lockfileVersion":3}' },
      bad: 'FROM node:22-alpine\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'A value that the build reads',
      files: { 'go.mod': 'module example.org/shop\n\ngo 1.26\n', 'main.go': 'package main\n' },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nARG COMMIT=unknown\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -ldflags="-X main.commit=$COMMIT" -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 10001\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\nARG COMMIT=unknown\nRUN CGO_ENABLED=0 go build -ldflags="-X main.commit=$COMMIT" -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 10001\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    for (const found of volatileFirst(model, facts)) {
      const { names, victim, first } = found;
      const several = names.length > 1;
      yield {
        span: first.keySpan,
        message: `${listed(names)} ${several ? 'are' : 'is'} another in every build, so that \`${victim.work.name}\` below ${several ? 'them' : 'it'} is never taken from the cache. Declare ${several ? 'them' : 'it'} ${place(found)}.`,
        related: [{ span: victim.command.span, message: 'runs again in every build' }],
        data: found,
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data?.moved) return [];
    const { moved, to, proved, names } = data;
    return [
      {
        title: `Declare ${listed(names)} ${place(data)}`,
        applicability: proved ? 'safe' : 'suggested',
        preferred: proved,
        edits: 'above' in to ? moveAbove(model, moved, to.above) : moveBelow(model, moved, to.below),
      },
    ];
  },
});

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

function place({ to }: VolatileFirst): string {
  if (!('above' in to)) return 'at the end of the stage';
  const { keyword, args } = to.above;
  const text = args.text.replace(/\s+/g, ' ').trim();
  return `above \`${keyword} ${text.length > 30 ? `${text.slice(0, 29)}…` : text}\``;
}
