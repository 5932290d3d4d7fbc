/** `optimize`: the plan for one Dockerfile, printed or written. */
import { analyze } from '../engine/analyze.ts';
import { layeredSeverities } from '../engine/severities.ts';
import type { SeveritySettings } from '../engine/severities.ts';
import { optimize } from '../rewrite/optimize.ts';
import type { Plan } from '../rewrite/plan.ts';
import type { OptimizeCommand } from './arguments.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { stderrLogger } from './logger.ts';
import { colouredDiff, planDiff, planReport } from './optimize-text.ts';
import { displayPath, toLocation } from './paths.ts';
import { printable, styleFor } from './style.ts';
import { checkContext, loadFile, loadStdin, stdinName } from './subject.ts';
import type { Subject } from './subject.ts';
import { writeFiles } from './write.ts';

export async function runOptimize(io: CliIo, command: OptimizeCommand): Promise<number> {
  const fromStdin = command.path === stdinName;
  if (command.write && fromStdin) throw new UsageError('--write needs a file; standard input is none.');
  await checkContext(io, command);
  const loaded = fromStdin
    ? await loadStdin(io, command)
    : await loadFile(io, toLocation(command.path, io.cwd), command);
  if (!loaded.ok) {
    io.stderr.write(`${printable(loaded.path)}: ${loaded.message}\n`);
    return exitCodes.failed;
  }
  const { subject } = loaded;
  for (const warning of loaded.warnings) io.stderr.write(`${printable(warning)}\n`);
  const rules = layeredSeverities([subject.settings.rules, command.rules]);
  const logger = stderrLogger(io);
  const plan = optimize(subject.text, subject.facts, { kind: 'optimize', rules, logger });
  print(io, command, subject, plan, rules);
  return command.write ? write(io, command, subject, plan) : exitCodes.ok;
}

function print(
  io: CliIo,
  command: OptimizeCommand,
  subject: Subject,
  plan: Plan,
  rules: SeveritySettings,
): void {
  const ignorePath = dockerignorePath(io, subject, plan);
  if (command.output === 'json') {
    io.stdout.write(planAsJson(subject.path, plan, ignorePath));
    return;
  }
  const { findings } = analyze(subject.model, subject.facts, { rules });
  const context = subject.facts.context.known
    ? `${displayPath(subject.facts.context.location, io.cwd)} · ${subject.facts.context.reason}`
    : undefined;
  const diff = planDiff(subject.path, plan, ignorePath);
  const style = styleFor(io.stdout, io.env);
  if (command.output === 'diff') {
    io.stderr.write(planReport(subject.path, context, findings, plan, styleFor(io.stderr, io.env)));
    io.stdout.write(io.stdout.isTTY ? colouredDiff(diff, style) : diff);
    return;
  }
  const report = planReport(subject.path, context, findings, plan, style);
  // Whoever writes the change needs no diff of it.
  const shown = command.write || diff === '' ? '' : `\n${colouredDiff(diff, style)}`;
  io.stdout.write(report + shown);
}

async function write(io: CliIo, command: OptimizeCommand, subject: Subject, plan: Plan): Promise<number> {
  const { text, dockerignore } = plan.after;
  const failures = await writeFiles(io, subject, text, dockerignore ? [dockerignore] : []);
  for (const { path, message } of failures) io.stderr.write(`${printable(path)}: ${message}\n`);
  if (failures.length > 0) return exitCodes.failed;
  const written = [
    ...(text === subject.text ? [] : [subject.path]),
    ...(dockerignore ? [dockerignorePath(io, subject, plan)] : []),
  ];
  if (written.length > 0 && command.output === 'report')
    io.stdout.write(`\nWrote ${printable(written.join(' and '))}.\n`);
  return exitCodes.ok;
}

function dockerignorePath(io: CliIo, subject: Subject, plan: Plan): string {
  const { dockerignore } = plan.after;
  const { context } = subject.facts;
  if (!dockerignore) return '';
  if (!context.known) return dockerignore.path;
  const folder = displayPath(context.location, io.cwd);
  return folder === '.' ? dockerignore.path : `${folder}/${dockerignore.path}`;
}

/** The shape is a promise to other programs; add to it, never change it. Unknown sizes are null. */
function planAsJson(path: string, plan: Plan, ignorePath: string): string {
  const { before, after } = plan;
  const toJson = ({ id, title, reason, applicability, savesBytes }: Plan['steps'][number]) => ({
    id,
    title,
    reason,
    applicability,
    savesBytes: savesBytes ?? null,
  });
  return `${JSON.stringify(
    {
      path,
      before: { text: before.text, sizeBytes: before.sizeBytes ?? null },
      after: {
        text: after.text,
        sizeBytes: after.sizeBytes ?? null,
        dockerignore: after.dockerignore?.after ?? null,
        dockerignorePath: after.dockerignore ? ignorePath : null,
      },
      steps: plan.steps.map(toJson),
      obstacles: plan.obstacles,
    },
    undefined,
    2,
  )}\n`;
}
