/** Counts what passed and failed, and prints one line for each. */
export class Report {
  passed = 0;
  failed = 0;

  ok(title: string): void {
    this.passed++;
    console.log(`ok ${title}`);
  }

  notOk(title: string, reason: unknown): void {
    this.failed++;
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    console.log(`not ok ${title}\n    ${text.replaceAll('\n', '\n    ')}`);
  }

  /** Something this machine can't do. It says why and counts as neither. */
  skip(title: string, reason: string): void {
    console.log(`SKIP ${title}: ${reason}`);
  }

  /** Takes over the lines of a harness: `ok …` and `not ok …: …`. */
  add(prefix: string, lines: readonly string[]): void {
    for (const line of lines) {
      const passed = /^ok (.*)$/.exec(line)?.[1];
      if (passed !== undefined) this.ok(`${prefix}: ${passed}`);
      const failed = /^not ok (.*)$/.exec(line)?.[1];
      if (failed !== undefined)
        this.notOk(`${prefix}: ${failed.split(': ')[0] ?? ''}`, failed.replaceAll(' | ', '\n'));
    }
  }

  /** The last line of the run. */
  sum(): string {
    return `${String(this.passed)} passed, ${String(this.failed)} failed`;
  }
}
