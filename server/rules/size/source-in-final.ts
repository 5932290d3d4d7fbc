import type { DockerfileModel } from '../../dockerfile/model.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { conventionalFiles, conventionalFolders } from '../../rewrite/conventions.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { shippedSources, type ShippedSources } from './source-in-final.part.ts';

export default defineRule<ShippedSources>({
  id: 'size/source-in-final',
  severity: 'info',
  summary: 'The final stage takes the sources along with the program',
  fix: 'suggested',
  why: `The artifact of a build stage is all that runs. Sources beside it make every image layer change with every commit, give away what the program is
made of, and bring along whatever else lies in the project: tests, documents, settings of the machine. Copy the artifact, and by name
what the program reads.

It does not matter for languages whose sources are the program (Python, Ruby, PHP, plain JavaScript): then there is no finding.`,
  fixSafety: `The fix is offered for Go, whose sources show which files are opened. Files that are found only by a setting or by a
name put together at run time would be missed: start the image once.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.ReadFile("templates/index.html") }\n',
        'templates/index.html': '<p>shop</p>\n',
        '.dockerignore': '.git\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o shop .\n\nFROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\nCOPY . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o shop .\n\nFROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\nCOPY templates/ ./templates/\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const shipped of shippedSources(model, facts)) {
      const { copy, from, started, files, example } = shipped;
      const text = [copy.keyword, ...(from ? [`--from=${copy.from!}`] : []), ...copy.sources.map(({ word }) => word.raw), copy.destinationWord.raw].join(' ');
      yield {
        span: { start: copy.instruction.keywordSpan.start, end: copy.destinationWord.span.end },
        message: `\`${text}\` takes ${files === 1 ? example : `${files} source files such as ${example}`} into the final image, which runs ${started} from a build stage. Copy by name what that reads.`,
        data: shipped,
      };
    }
  },
  fixes({ data }, { model, facts }) {
    const fix = data && byName(data, model, facts);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

/** The files that a Go program is seen to open, in place of everything. */
function byName({ copy, from }: ShippedSources, model: DockerfileModel, facts: Facts): Fix | undefined {
  const { context, project } = facts;
  const { instruction, target } = copy;
  const sources = project.sources('');
  const onlyGo = project.projects.every(({ kind, directory }) => kind === 'go' && directory === '');
  if (
    from ||
    !project.go('') ||
    !onlyGo ||
    !sources?.complete ||
    copy.sources.length !== 1 ||
    instruction.json
  )
    return undefined;
  if (target === undefined || target !== instruction.state.workdir || sources.writes.length > 0)
    return undefined;
  const embedded = (path: string): boolean =>
    sources.embedded.some((one) => one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
  const opened = sources.runtimePaths.map(({ path }) => path);
  const usual = context
    .children('')
    .filter(({ path, type }) =>
      type === 'directory' ? conventionalFolders.has(path) : conventionalFiles.test(path),
    )
    .map(({ path }) => path);
  const there = [...new Set([...opened, ...usual])].filter(
    (path) => context.has(path) === true && !context.isIgnored(path) && !embedded(path),
  );
  const paths = there.filter((path) => !there.some((other) => path.startsWith(`${other}/`))).sort();
  if (paths.some((path) => /[\s$*?[]/.test(path))) return undefined;
  const flags = instruction.flags.map(({ span }) => `${model.text.slice(span.start, span.end)} `).join('');
  const keyword = model.text.slice(instruction.keywordSpan.start, instruction.keywordSpan.end);
  const lines = paths.map((path) => {
    if (context.entry(path)?.type === 'directory') return `${keyword} ${flags}${path}/ ./${path}/`;
    return `${keyword} ${flags}${path} ./${path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''}`;
  });
  const edit =
    lines.length > 0
      ? { span: instruction.span, newText: lines.join(model.eol) }
      : removeInstruction(model, instruction);
  const what =
    paths.length > 3 ? `${paths.slice(0, 2).join(', ')} and ${paths.length - 2} more` : paths.join(', ');
  return {
    title: paths.length > 0 ? `Copy only ${what}` : 'Do not copy the sources',
    applicability: 'suggested',
    edits: [edit],
  };
}
