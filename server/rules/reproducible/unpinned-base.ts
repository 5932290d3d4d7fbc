import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { parseReference } from '../../images/reference.ts';
import { defineRule, type Fix } from '../rule.ts';
import { currentTag, floats, projectTag, withTag } from './base-tag.part.ts';

interface Unpinned {
  /** Every stage on this base: one finding and one fix for all of them. */
  readonly stages: readonly Stage[];
  readonly reference: string;
}

export default defineRule<Unpinned>({
  id: 'reproducible/unpinned-base',
  severity: 'warning',
  summary: 'The base image has no version',
  fix: 'suggested',
  why: `\`latest\`, a missing tag and names such as \`lts\`, \`stable\` or \`alpine\` alone go to the next major version on the day it comes out: the
same commit then builds another program, or does not build. A tag with a version takes security fixes along, but no new major version.

It does not matter for images you build yourself from the same repository. A digest pins even more; reproducible/pin-digest asks for it when turned on.`,
  fixSafety: `Suggested: the version the project asks for may be another one than the build got so far. Where the project asks for none, the fix takes what
the tag stood for when the embedded table was made, and Optimize leaves the choice to you.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3006' },
    { tool: 'hadolint', id: 'DL3007' },
    { tool: 'trivy', id: 'DS-0001' },
    { tool: 'checkov', id: 'CKV_DOCKER_7' },
  ],
  examples: [
    {
      title: 'the version that package.json asks for',
      files: {
        'package.json': '{"name":"shop","engines":{"node":"22.x"}}',
        'server.js': 'console.log("shop");\n',
      },
      bad: 'FROM node:alpine\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'what latest stands for',
      bad: 'FROM alpine\nCOPY server /server\nUSER 1000\nCMD ["/server"]\n',
      good: 'FROM alpine:3.24\nCOPY server /server\nUSER 1000\nCMD ["/server"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const found of basesOf(model)) {
      const { reference, stages } = found;
      const word = stages[0]?.imageWord;
      if (!word || !floats(reference, facts.images)) continue;
      const tag = parseReference(reference)?.tag;
      const what =
        tag === undefined
          ? `${reference} has no tag, which means latest`
          : `The tag of ${reference} moves on with every release`;
      const wanted = projectTag(reference, facts);
      const advice = wanted
        ? `${wanted.source} asks for ${wanted.asked}: write ${withTag(reference, wanted.tag)}.`
        : 'Name the version the program needs.';
      yield {
        span: word.span,
        message: `${what}: the next build may get another major version. ${advice}`,
        related: stages
          .slice(1)
          .flatMap(({ imageWord }) =>
            imageWord ? [{ span: imageWord.span, message: 'the same base' }] : [],
          ),
        data: found,
      };
    }
  },
  fixes({ data }, { model, facts }) {
    if (!data || data.reference.includes('@')) return [];
    const { stages, reference } = data;
    const wanted = projectTag(reference, facts);
    if (wanted) return pin(stages, withTag(reference, wanted.tag), model, true);
    const current = currentTag(reference, facts);
    return current === undefined ? [] : pin(stages, withTag(reference, current), model, false);
  },
});

function basesOf(model: DockerfileModel): Unpinned[] {
  const byReference = new Map<string, Stage[]>();
  for (const stage of model.stages) {
    const { base } = stage;
    // An unknown variable may well hold a version.
    if (base.kind !== 'image' || !base.complete) continue;
    byReference.set(base.reference, [...(byReference.get(base.reference) ?? []), stage]);
  }
  return [...byReference].map(([reference, stages]) => ({ reference, stages }));
}

function pin(stages: readonly Stage[], reference: string, model: DockerfileModel, preferred: boolean): Fix[] {
  const edits: TextEdit[] = [];
  for (const stage of stages) {
    const own = replaceBase(model, stage, reference);
    if (!own) return [];
    // Stages may share the ARG that names the base.
    edits.push(...own.filter(({ span }) => !edits.some((edit) => edit.span.start === span.start)));
  }
  return [{ title: `Use ${reference}`, applicability: 'suggested', edits, ...(preferred && { preferred }) }];
}
