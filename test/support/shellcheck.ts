/** A ShellCheck for tests that don't need the real one. */
import type { ShellChecker, ShellDialect } from '../../server/ports.ts';

/** A machine without it. */
export const noShellCheck: ShellChecker = {
  version: () => Promise.resolve(undefined),
  check: () => Promise.resolve({ ok: false, reason: 'missing' }),
};

export interface FakeComment {
  readonly code: number;
  readonly message?: string;
  readonly level?: 'error' | 'warning' | 'info' | 'style';
  /** Text that the comment is about: its first place in the script. */
  readonly about: string;
  /** What a correction puts there. */
  readonly by?: string;
}

export interface FakeShellCheck extends ShellChecker {
  /** Every script that came, with the dialect. */
  readonly asked: { readonly script: string; readonly dialect: ShellDialect }[];
}

/** Finds these in every script that has them. Lines and columns are counted as ShellCheck does: in code points, from 1. */
export function fakeShellCheck(comments: readonly FakeComment[], version = '0.10.0'): FakeShellCheck {
  const asked: FakeShellCheck['asked'] = [];
  return {
    asked,
    version: () => Promise.resolve(version),
    check(script, dialect) {
      asked.push({ script, dialect });
      const found = comments.flatMap(
        ({ code, message = `about SC${code}`, level = 'warning', about, by }) => {
          const start = script.indexOf(about);
          if (start < 0) return [];
          const from = placeAt(script, start);
          const to = placeAt(script, start + about.length);
          const place = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
          const fix =
            by === undefined ? null : { replacements: [{ ...place, replacement: by, precedence: 1 }] };
          return [{ file: '-', ...place, level, code, message, fix }];
        },
      );
      return Promise.resolve({ ok: true, output: JSON.stringify({ comments: found }) });
    },
  };
}

function placeAt(script: string, offset: number): { line: number; column: number } {
  const before = script.slice(0, offset).split('\n');
  return { line: before.length, column: [...before.at(-1)!].length + 1 };
}
