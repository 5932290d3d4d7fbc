import { lineage } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { findNotExecutable, keepsModes, type NotExecutable } from './not-executable.part.ts';

export default defineRule<NotExecutable>({
  id: 'correctness/not-executable',
  severity: 'error',
  summary: 'A script is run as a program, but has no permission to run',
  fix: 'suggested',
  why: `\`COPY\` keeps the permissions of the build context. A script that lost its executable bit (a checkout made on Windows, a download, a new
file that nobody ran yet) stops the build, or the container when it starts, with \`Permission denied\`.

There is a finding only where the file system tells, and where nothing in the Dockerfile can have set the permission. Where no script
of the project has it, the copy at hand may have lost all of them, and it is a warning.`,
  fixSafety: `Suggested: the permission can be set in the repository instead (\`git update-index --chmod=+x\`), which helps everybody who runs
the script. In a RUN, \`chmod\` is put before the command; for a file that is copied by name, \`--chmod=755\` on its COPY needs BuildKit.`,
  equivalents: [],
  examples: [
    {
      title: "Maven's wrapper",
      files: {
        'pom.xml':
          '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>shop</artifactId><version>1</version></project>',
        mvnw: { text: '#!/bin/sh\n', executable: false },
        '.dockerignore': '.git\n',
      },
      bad: 'FROM eclipse-temurin:21 AS build\nWORKDIR /app\nCOPY pom.xml mvnw ./\nRUN ./mvnw package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/shop-1.jar /shop.jar\nUSER 10001\nCMD ["java", "-jar", "/shop.jar"]\n',
      good: 'FROM eclipse-temurin:21 AS build\nWORKDIR /app\nCOPY pom.xml mvnw ./\nRUN chmod +x ./mvnw && ./mvnw package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/shop-1.jar /shop.jar\nUSER 10001\nCMD ["java", "-jar", "/shop.jar"]\n',
    },
    {
      title: 'an entrypoint',
      files: {
        'entrypoint.sh': { text: '#!/bin/sh\nexec "$@"\n', executable: false },
        '.dockerignore': '.git\n',
      },
      bad: 'FROM alpine:3.23\nCOPY entrypoint.sh /usr/local/bin/\nUSER 10001\nENTRYPOINT ["entrypoint.sh"]\nCMD ["date"]\n',
      good: 'FROM alpine:3.23\nCOPY --chmod=755 entrypoint.sh /usr/local/bin/\nUSER 10001\nENTRYPOINT ["entrypoint.sh"]\nCMD ["date"]\n',
    },
  ],
  *check(context) {
    const isCertain = keepsModes(context);
    for (const one of findNotExecutable(context)) {
      const { origin, word, instruction } = one;
      yield {
        span: one.span,
        message: `${origin.path} has no permission to run in the build context, and COPY keeps that: \`${word}\` ends with "Permission denied".${isCertain ? '' : ' No script here has it, so this copy of the project may have lost its permissions.'}`,
        ...(!isCertain && { severity: 'warning' as const }),
        ...(origin.instruction !== instruction && {
          related: [{ span: origin.instruction.span, message: 'comes from here' }],
        }),
        data: one,
      };
    }
  },
  fixes({ data }, context) {
    const fix = data && (data.run ? inRun(data, data.run) : forStart(data, context));
    return fix ? [fix] : [];
  },
});

/** Only the owner and root may change permissions, and only in a list of `&&` does a further command change nothing. */
function inRun(
  { word, instruction }: NotExecutable,
  { script, command }: NonNullable<NotExecutable['run']>,
): Fix | undefined {
  const user = instruction.state.user?.split(':')[0];
  const isRoot = user === undefined || user === 'root' || user === '0';
  const isPlain = script.items.every(
    ({ separator }) => separator === undefined || separator === '&&' || separator === ';',
  );
  if (!isRoot || !isPlain || script.exec || !command.exact || command.wrappers.length > 0) return undefined;
  const item = script.items[command.item];
  if (!item || command.span.start !== item.span.start) return undefined;
  const at = item.span.start;
  return {
    title: `Make ${word} executable first`,
    applicability: 'suggested',
    preferred: true,
    edits: [{ span: { start: at, end: at }, newText: `chmod +x ${word} && ` }],
  };
}

function forStart(
  { copy, origin, path, instruction: start }: NotExecutable,
  { model }: RuleContext,
): Fix | undefined {
  if (!copy) return undefined;
  const { instruction } = copy;
  const user = instruction.state.user?.split(':')[0];
  const title = `Make ${path} executable`;
  // A mode for all that is copied would be one for files that are no programs.
  const isAlone = copy.sources.length === 1 && !origin.broad && copy.sources[0]!.path === origin.path;
  if (isAlone) {
    const at = instruction.span.start + instruction.keyword.length;
    return {
      title,
      applicability: 'suggested',
      preferred: true,
      edits: [{ span: { start: at, end: at }, newText: ' --chmod=755' }],
    };
  }
  const isRoot = user === undefined || user === 'root' || user === '0';
  // In another stage it lies elsewhere.
  if (!isRoot || !lineage(start.stage!).includes(instruction.stage!)) return undefined;
  return {
    title,
    applicability: 'suggested',
    preferred: true,
    edits: [insertAfter(model, instruction, [`${keywordCase(model, 'RUN')} chmod +x ${path}`])],
  };
}
