import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { appendCommand } from '../../edit/shell-items.ts';
import { appendWord, removeWord } from '../../edit/words.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { systemFamily } from '../../tools/system.ts';
import { defineRule, type Fix } from '../rule.ts';
import { shippedBuildTools, type BuildTools } from './build-tools.part.ts';

export default defineRule<BuildTools>({
  id: 'size/build-tools',
  severity: 'warning',
  summary: 'Compilers stay in the image that ships',
  fix: 'suggested',
  why: `A package that is compiled during the build needs a compiler once. Left in the image it costs up to some hundred megabytes on every pull, and is
what somebody who got in would look for first. Removed in a later layer it still ships: only the same RUN can remove it, or a build stage
whose result is copied.

It does not matter in images to develop or build in, which have no program of their own, nor where the program compiles while it runs.`,
  fixSafety: `Headers of libraries stay, because the libraries came with them. What was compiled may use a library that the compiler brought (\`libgomp1\`,
say): start the image once.`,
  equivalents: [],
  examples: [
    {
      files: { 'requirements.txt': 'uwsgi==2.0.30\n' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends gcc libpcre2-8-0 \\\n    && rm -rf /var/lib/apt/lists/* \\\n    && pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 10001\nCMD ["uwsgi", "--http", ":8000", "--wsgi-file", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends gcc libpcre2-8-0 \\\n    && rm -rf /var/lib/apt/lists/* \\\n    && pip install --no-cache-dir -r requirements.txt \\\n    && apt-get purge -y --auto-remove gcc\nCOPY app.py ./\nUSER 10001\nCMD ["uwsgi", "--http", ":8000", "--wsgi-file", "app.py"]\n',
    },
    {
      title: 'On Alpine',
      files: { 'requirements.txt': 'uwsgi==2.0.30\n' },
      bad: 'FROM python:3.13-alpine\nWORKDIR /app\nCOPY requirements.txt ./\nRUN apk add --no-cache gcc musl-dev linux-headers \\\n    && pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 10001\nCMD ["uwsgi", "--http", ":8000", "--wsgi-file", "app.py"]\n',
      good: 'FROM python:3.13-alpine\nWORKDIR /app\nCOPY requirements.txt ./\nRUN apk add --virtual .build-deps --no-cache gcc musl-dev linux-headers \\\n    && pip install --no-cache-dir -r requirements.txt \\\n    && apk del .build-deps\nCOPY app.py ./\nUSER 10001\nCMD ["uwsgi", "--http", ":8000", "--wsgi-file", "app.py"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const tools of shippedBuildTools(model, facts)) {
      const { packages, user, lastUser } = tools;
      const [first] = packages;
      const many = packages.length > 1;
      yield {
        span: first!.word.span,
        message: `${listed(packages.map(({ name }) => name))} ${many ? 'stay' : 'stays'} in the final image, though only \`${user.name}\` needs ${many ? 'them' : 'it'}. ${lastUser ? `Remove ${many ? 'them' : 'it'} in this RUN` : 'Install, build and remove in one RUN'}, or build in a stage of its own.`,
        related: [{ span: user.command.span, message: 'used here' }],
        data: tools,
        ...(packages.some(({ kind }) => kind === 'compiler') ? {} : { severity: 'info' as const }),
      };
    }
  },
  fixes({ data }, { model }) {
    const fix = data && removeHere(data, model);
    return fix ? [fix] : [];
  },
});

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** Behind the last step that uses them; headers stay with the libraries that they brought. */
function removeHere(tools: BuildTools, model: DockerfileModel): Fix | undefined {
  const { install, packages, lastUser, script, instruction } = tools;
  const removable = packages.filter(({ kind }) => kind !== 'headers');
  const isPlain =
    install.command.exact &&
    lastUser?.exact &&
    script.items[install.command.item]?.simple &&
    script.items[lastUser.item]?.simple;
  if (removable.length === 0 || !isPlain || !lastUser || lastUser.conditional) return undefined;
  const names = removable.map(({ name }) => name);
  const family = systemFamily(install.tool);
  const group = family === 'apk' ? groupEdits(tools, removable, model) : undefined;
  const text =
    family === 'apt' ? `apt-get purge -y --auto-remove ${names.join(' ')}` : group && `apk del ${group.name}`;
  const sudo = install.command.wrappers.includes('sudo') ? 'sudo ' : '';
  const removal = text && appendCommand(model, instruction, script, lastUser.item, sudo + text);
  if (!removal) return undefined;
  return {
    title: `Remove ${listed(names)} in this RUN`,
    applicability: 'suggested',
    edits: [...(group?.edits ?? []), removal],
  };
}

/** The packages become a group of their own. What is compiled from C++ goes on needing its library. */
function groupEdits(
  { install, script, instruction }: BuildTools,
  removable: BuildTools['packages'],
  model: DockerfileModel,
): { name: string; edits: TextEdit[] } | undefined {
  const { options, verb, packages, command } = install;
  const existing = options.value('-t', '--virtual');
  const all = removable.length === packages.length;
  if (existing !== undefined) return all ? { name: existing, edits: [] } : undefined;
  const name = '.build-deps';
  const needsLibrary =
    removable.some((each) => /^(?:g\+\+|build-base|alpine-sdk)$/.test(each.name)) &&
    !isNodeImage(instruction);
  const library =
    packages.every((word) => word.value !== 'libstdc++') && needsLibrary ? 'libstdc++' : undefined;
  if (all) {
    const edits = [{ span: { start: verb!.span.end, end: verb!.span.end }, newText: ` --virtual ${name}` }];
    const more =
      library && appendCommand(model, instruction, script, command.item, `apk add --no-cache ${library}`);
    return { name, edits: more ? [...edits, more] : edits };
  }
  // In front of the install, joined as that is joined to what follows: its own last words may be among those that go.
  const item = script.items[command.item];
  const next = script.items[command.item + 1];
  if (!item || next?.separator !== '&&') return undefined;
  const gap = model.text.slice(item.span.end, next.span.start);
  const words = removable.map((each) => each.word.raw).join(' ');
  const group = {
    span: { start: item.span.start, end: item.span.start },
    newText: `apk add --no-cache --virtual ${name} ${words}${gap}`,
  };
  const kept = packages.find((word) => !removable.some((each) => each.word === word))!;
  return {
    name,
    edits: [
      ...removable.map(({ word }) => removeWord(model, word.span)),
      ...(library ? [appendWord(model, kept.span, library)] : []),
      group,
    ],
  };
}

/** Node itself is written in C++: its images have the library. */
function isNodeImage({ stage }: BuildTools['instruction']): boolean {
  const base = stage && rootBase(stage);
  const reference = base?.kind === 'image' ? parseReference(base.reference) : undefined;
  return reference !== undefined && familiarName(reference) === 'node';
}
