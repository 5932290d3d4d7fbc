import { replaceBase } from '../../edit/base-image.ts';
import type { SmallBase } from '../../images/choose.ts';
import type { ImageFact } from '../../images/facts.ts';
import { formatBytes, formatSize } from '../../images/format.ts';
import { siblingName } from '../../images/sibling-name.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { findHeavy, type Heavy } from './heavy-base.part.ts';

export default defineRule<Heavy>({
  id: 'size/heavy-base',
  severity: 'warning',
  summary: 'The final image builds on a full image where a smaller one fits',
  fix: 'suggested',
  why: `Full images carry compilers, headers and version control for whatever somebody might build: most of a gigabyte that is pulled, stored
and scanned for holes with every deployment. The slim and Alpine images of the same version run the same program.

It does not matter in stages that are thrown away. The rule is silent where the instructions use what only the full image has, where packages
are compiled during the install, and where it can't tell.`,
  fixSafety: `Suggested: the smaller image lacks tools that a script or the program may call without the Dockerfile saying so, and Alpine has another C library
(musl). Alpine is only offered for Node projects whose lockfile shows no native code that would need glibc. The version of the runtime stays the same.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"5.1.0"}},"node_modules/express":{"version":"5.1.0"}}}',
        'server.js': 'console.log("shop");\n',
      },
      bad: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'Python stays on glibc',
      files: { 'requirements.txt': 'flask==3.0.3\n', 'app.py': '' },
      bad: 'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
    },
  ],
  *check(context) {
    const heavy = findHeavy(context);
    const word = heavy?.root.imageWord;
    if (heavy && word) yield { span: word.span, message: message(heavy), data: heavy };
  },
  fixes({ data }, context) {
    if (!data || data.reference.includes('@')) return [];
    const fixes = data.bases.flatMap((base, i) => baseFix(data, base, i === 0, context) ?? []);
    return fixes.slice(0, 3);
  },
});

function message({ reference, fact, bases, native }: Heavy): string {
  const shown = bases.slice(0, 2);
  const disk = [fact, ...shown.map((base) => base.fact)].every(({ onDisk }) => onDisk);
  const pull = [fact, ...shown.map((base) => base.fact)].every(({ compressed }) => compressed);
  const size = (image: ImageFact): string => formatSize(disk ? image.onDisk : image.compressed) ?? '';
  const names = shown.map((base) => ({ name: siblingName(reference, base.fact), fact: base.fact }));
  const note = native.note ? ` ${native.note}` : '';
  if (!disk && !pull)
    return `${reference} carries compilers and headers that this image does not use; ${names.map(({ name }) => name).join(' or ')} is enough.${note}`;
  const smaller = names.map(({ name, fact: small }) => `${name} ${size(small)}`).join(' and ');
  return `${reference} is ${size(fact)} ${disk ? 'on disk' : 'to pull'}; ${smaller.replace(' ', ' is ')}.${note}`;
}

function baseFix(
  heavy: Heavy,
  base: SmallBase,
  isFirst: boolean,
  { model, facts }: RuleContext,
): Fix | undefined {
  const name = siblingName(heavy.reference, base.fact);
  const edits = replaceBase(model, heavy.root, name);
  if (!edits) return undefined;
  const { savedBytes } = base;
  const chosen =
    heavy.fact.runtime?.name === 'node' && ['alpine', 'slim'].includes(facts.preferences.nodeBase);
  return {
    title: `Switch to ${name}${savedBytes === undefined ? '' : ` (${formatBytes(-savedBytes)} on disk)`}`,
    applicability: 'suggested',
    edits,
    // What a script file calls may be in the full image only.
    ...(isFirst && (heavy.native.proved || chosen) && heavy.knowsScripts && { preferred: true }),
    ...(savedBytes !== undefined && { savesBytes: savedBytes }),
  };
}
