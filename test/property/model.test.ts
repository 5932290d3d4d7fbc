import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DockerfileModel, Instruction, LogicalText } from '../../server/dockerfile/model.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { readCopy } from '../../server/dockerfile/copies.ts';
import { mountsOf } from '../../server/dockerfile/mounts.ts';
import { shellOf, type ShellScript } from '../../server/dockerfile/shell.ts';
import type { Span } from '../../server/dockerfile/span.ts';
import { dockerfiles, unixDockerfiles } from './dockerfiles.ts';

const runs = { numRuns: 400 };

const within = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function expectSpan(span: Span | undefined, outer: Span): void {
  if (!span) return;
  expect(span.start).toBeLessThanOrEqual(span.end);
  expect(within(outer, span), `${JSON.stringify(span)} in ${JSON.stringify(outer)}`).toBe(true);
}

/** Every instruction with its inner one. */
const withInner = (model: DockerfileModel): Instruction[] =>
  model.instructions.flatMap((one) => (one.inner ? [one, one.inner] : [one]));

const scripts = (model: DockerfileModel): [Instruction, ShellScript][] =>
  model.instructions.flatMap((one): [Instruction, ShellScript][] => {
    const script = shellOf(one, model);
    return script ? [[one, script]] : [];
  });

function expectFaithful(logical: LogicalText, text: string): void {
  let previous = -1;
  for (let i = 0; i < logical.text.length; i++) {
    const offset = logical.toDocument(i);
    expect(offset).toBeGreaterThan(previous);
    expect(text[offset]).toBe(logical.text[i]);
    previous = offset;
  }
}

describe('every Dockerfile', () => {
  it('has spans in range, in order and apart', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        const model = parseDockerfile(text);
        const all = { start: 0, end: text.length };
        let end = 0;
        for (const { span } of model.instructions) {
          expectSpan(span, all);
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        for (const one of withInner(model)) {
          for (const span of [one.keywordSpan, one.argsSpan, one.bodySpan]) expectSpan(span, one.span);
          for (const { span, valueSpan } of one.flags) {
            expectSpan(span, one.span);
            expectSpan(valueSpan, span);
          }
          for (const pair of one.pairs)
            for (const span of [pair.span, pair.keySpan, pair.valueSpan]) expectSpan(span, one.span);
          for (const { openSpan, bodySpan, closeSpan } of one.heredocs)
            for (const span of [openSpan, bodySpan, closeSpan]) expectSpan(span, one.span);
        }
        for (const { span } of [...model.comments, ...model.directives, ...model.problems, ...model.stages])
          expectSpan(span, all);
      }),
      runs,
    );
  });

  it('has words that stand where they say', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        for (const one of withInner(parseDockerfile(text))) {
          let end = 0;
          for (const { raw, span } of one.words) {
            expectSpan(span, one.span);
            expect(span.start).toBeGreaterThanOrEqual(end);
            end = span.end;
            const written = text.slice(span.start, span.end);
            if (!written.includes('\n')) expect(written).toBe(raw);
          }
        }
      }),
      runs,
    );
  });

  it('has logical text that maps back to the document', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        for (const { args } of withInner(parseDockerfile(text))) expectFaithful(args, text);
      }),
      runs,
    );
  });

  it('has comments that begin with # and stand in no heredoc', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        const model = parseDockerfile(text);
        const bodies = model.instructions.flatMap(({ heredocs }) => heredocs.map(({ bodySpan }) => bodySpan));
        for (const { span } of model.comments) {
          expect(text[span.start]).toBe('#');
          expect(text.slice(span.start, span.end)).not.toMatch(/\n/);
          expect(bodies.filter((body) => body.start <= span.start && span.start < body.end)).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('has shell commands that stand where they say', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        const model = parseDockerfile(text);
        for (const [instruction, script] of scripts(model)) {
          for (const { span } of [...script.items, ...script.errors]) expectSpan(span, instruction.span);
          for (const command of script.commands) {
            expectSpan(command.span, instruction.span);
            for (const { raw, span } of command.words) {
              expectSpan(span, instruction.span);
              const written = text.slice(span.start, span.end);
              // A word may be split by a continuation, or by a CRLF that the script does not have.
              if (command.exact && !/[\r\n]/.test(written)) expect(written).toBe(raw);
            }
          }
        }
      }),
      runs,
    );
  });

  it('says the same with CRLF', () => {
    const view = (text: string): unknown => {
      const model = parseDockerfile(text);
      return {
        problems: model.problems.map(({ kind }) => kind),
        comments: model.comments.map((comment) => comment.text),
        directives: model.directives.map(({ name, value }) => [name, value]),
        bases: model.stages.map(({ base, name }) => [
          name,
          base.kind,
          base.kind === 'image' && base.reference,
        ]),
        instructions: withInner(model).map((one) => ({
          keyword: one.keyword,
          args: one.args.text,
          json: one.json,
          words: one.words.map(({ raw, value }) => [raw, value]),
          flags: one.flags.map(({ name, value }) => [name, value]),
          pairs: one.pairs.map(({ key, value }) => [key, value]),
          bodies: one.heredocs.map(({ body }) => body.replace(/\r/g, '')),
          state: [one.state.user, one.state.workdir, one.state.shell],
        })),
        commands: scripts(model).map(([, script]) =>
          script.commands.map(({ words }) => words.map(({ raw }) => raw)),
        ),
      };
    };
    fc.assert(
      fc.property(unixDockerfiles, (text) => {
        expect(view(text.replace(/\n/g, '\r\n'))).toEqual(view(text));
      }),
      runs,
    );
  });

  it('answers the questions of rules', () => {
    fc.assert(
      fc.property(dockerfiles, (text) => {
        const model = parseDockerfile(text);
        for (const instruction of model.instructions) {
          const copy = readCopy(instruction);
          if (copy?.target !== undefined) expect(copy.target).toMatch(/^\//);
          for (const mount of mountsOf(instruction)) expect(mount.type).not.toBe(undefined);
        }
        expect(model.stages.filter(({ isFinal }) => isFinal)).toHaveLength(Math.min(1, model.stages.length));
      }),
      runs,
    );
  });
});
