import type { Flag } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';
import { removeFlag } from './platform.part.ts';

export default defineRule<Flag>({
  id: 'correctness/constant-platform',
  severity: 'info',
  summary: 'FROM is tied to one platform',
  fix: 'suggested',
  why: `With \`--platform=linux/amd64\` in \`FROM\` the image is for that platform whatever \`docker build --platform\` says. On an ARM computer or
server it then runs in an emulator, several times slower. Which platform an image is for is the business of the build command;
\`--platform=$BUILDPLATFORM\` is the way to run a build stage on the builder's own platform.

It does not matter for a stage that is there for one platform only and says so in its name (\`build-amd64\`), or when the software exists
for one platform only.`,
  fixSafety: `Without the flag the image is built for the platform of the builder or of \`--platform\`, so on another computer it can be another image.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3029' },
    { tool: 'buildkit', id: 'FromPlatformFlagConstDisallowed' },
  ],
  examples: [
    {
      bad: 'FROM --platform=linux/amd64 node:22-alpine\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    for (const { from, name } of model.stages) {
      const flag = from.flags.find((one) => one.name === 'platform');
      const parts = flag?.value?.split('/');
      if (!flag || !parts || !isPlatform(flag.value!)) continue;
      const stage = name?.toLowerCase() ?? '';
      if (namesOf(parts).some((part) => stage.includes(part))) continue;
      yield {
        span: flag.span,
        message: `This stage is built for ${flag.value!} on every computer, and \`docker build --platform\` can't change it. Leave the flag out and name the platform in the build command.`,
        data: flag,
      };
    }
  },
  fixes({ data: flag }, { model }) {
    if (!flag) return [];
    return [{ title: 'Leave the platform to the build command', applicability: 'suggested', edits: [removeFlag(flag, model)] }];
  },
}); // prettier-ignore

/** `os`, `os/arch` or `os/arch/variant` without a variable; what the builder can't read stops the build anyway. */
function isPlatform(value: string): boolean {
  return /^[a-z0-9_.-]+(?:\/[a-z0-9_.-]+){0,2}$/i.test(value);
}

const synonyms: Readonly<Record<string, readonly string[]>> = {
  amd64: ['x86_64', 'x86-64', 'x64'],
  arm64: ['aarch64'],
  arm: ['armhf', 'armv'],
  '386': ['i386', 'x86'],
};

function namesOf([os, architecture]: readonly string[]): string[] {
  return [os, architecture].flatMap((part) => {
    const name = part?.toLowerCase();
    return name === undefined ? [] : [name, ...(Object.hasOwn(synonyms, name) ? synonyms[name]! : [])];
  });
}
