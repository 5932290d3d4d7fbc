import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';

const authors = 'org.opencontainers.image.authors';

export default defineRule<Instruction>({
  id: 'deprecated/maintainer',
  severity: 'warning',
  summary: 'MAINTAINER is deprecated, a label says the same',
  fix: 'safe',
  why: `MAINTAINER has been deprecated since Docker 1.13. It fills a field of the image that few tools show and none can search. The label
\`${authors}\` is the standard's own name for it (OCI image specification, pre-defined annotation keys).`,
  fixSafety: `The image's Author field gets empty, the label takes its place.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL4000' },
    { tool: 'buildkit', id: 'MaintainerDeprecated' },
    { tool: 'trivy', id: 'DS-0022' },
    { tool: 'checkov', id: 'CKV_DOCKER_6' },
  ],
  examples: [
    {
      bad: 'FROM alpine:3.23\nMAINTAINER Ada Example <ada@example.com>\nUSER 10001\nCMD ["ls"]\n',
      good: `FROM alpine:3.23\nLABEL ${authors}="Ada Example <ada@example.com>"\nUSER 10001\nCMD ["ls"]\n`,
    },
  ],
  *check({ model }) {
    for (const instruction of model.instructions)
      if (instruction.keyword === 'MAINTAINER')
        yield {
          span: instruction.keywordSpan,
          message: `\`MAINTAINER\` is deprecated. Use \`LABEL ${authors}=…\`.`,
          tags: ['deprecated'],
          data: instruction,
        };
  },
  fixes({ data: instruction }, { model }) {
    const word = instruction?.words[0];
    if (!instruction || !word) return [];
    if (hasLabel(instruction))
      return [
        {
          title: `Remove MAINTAINER, the label \`${authors}\` is there`,
          applicability: 'suggested',
          edits: [removeInstruction(model, instruction)],
        },
      ];
    return [
      {
        title: `Use the label \`${authors}\``,
        applicability: 'safe',
        preferred: true,
        edits: [
          {
            span: { start: instruction.keywordSpan.start, end: word.span.end },
            newText: `${isLower(instruction, model) ? 'label' : 'LABEL'} ${authors}=${quoted(word.raw, model.escape)}`,
          },
        ],
      },
    ];
  },
});

function hasLabel({ stage }: Instruction): boolean {
  return (stage?.instructions ?? []).some(
    ({ keyword, pairs }) => keyword === 'LABEL' && pairs.some(({ key }) => key === authors),
  );
}

function isLower({ keywordSpan }: Instruction, { text }: DockerfileModel): boolean {
  return text.slice(keywordSpan.start, keywordSpan.end) === 'maintainer';
}

/** MAINTAINER takes its text as it stands; in a label's quotes some characters mean something. */
function quoted(raw: string, escape: string): string {
  const bare = /^"[^"]*"$|^'[^']*'$/.test(raw) ? raw.slice(1, -1) : raw;
  const special = new RegExp(`["$${escape === '\\' ? '\\\\' : escape}]`, 'g');
  return `"${bare.replace(special, (character) => escape + character)}"`;
}
