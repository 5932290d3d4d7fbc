/** `check`: findings in files, folders and standard input, optionally fixed. */
import { analyze } from '../engine/analyze.ts';
import type { AnalyzeOptions } from '../engine/analyze.ts';
import type { Finding } from '../engine/finding.ts';
import { fixAll } from '../engine/fix-all.ts';
import { isShellCheckOff, layeredSeverities } from '../engine/severities.ts';
import { SharedProjects } from '../engine/shared-projects.ts';
import { locationKey } from '../location.ts';
import type { Logger } from '../ports.ts';
import { shellCheckJobs } from '../shellcheck/job.ts';
import { shellcheckRules } from '../shellcheck/rules.ts';
import { ShellCheckSession } from '../shellcheck/session.ts';
import type { CheckCommand } from './arguments.ts';
import { checkAsJson } from './check-json.ts';
import { hasFindingsFrom } from './check-report.ts';
import type { CheckReport, Failure, FileReport } from './check-report.ts';
import { checkAsText } from './check-text.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { stderrLogger } from './logger.ts';
import { displayPath, toLocation } from './paths.ts';
import { printable, styleFor } from './style.ts';
import { checkContext, loadFile, loadStdin, stdinName } from './subject.ts';
import type { Loaded, Subject } from './subject.ts';
import { findDockerfiles } from './walk.ts';
import { writeFiles } from './write.ts';

export async function runCheck(io: CliIo, command: CheckCommand): Promise<number> {
  if (command.fix && command.paths.includes(stdinName))
    throw new UsageError(
      '--fix writes files; standard input is none. Use `optimize -` to see a better text.',
    );
  await checkContext(io, command);
  const shellcheck = await startShellCheck(io, command);
  const { sources, failures } = await findSources(io, command.paths);
  const logger = stderrLogger(io);
  const files: FileReport[] = [];
  const warned = new Set<string>();
  const projects = new SharedProjects();
  for (const source of sources) {
    const loaded: Loaded =
      source === stdinName
        ? await loadStdin(io, command)
        : await loadFile(io, source, { ...command, projects });
    if (!loaded.ok) {
      // One configuration file can stop many Dockerfiles.
      if (!failures.some(({ path, message }) => path === loaded.path && message === loaded.message))
        failures.push(loaded);
      continue;
    }
    for (const warning of loaded.warnings)
      if (!warned.has(warning) && warned.add(warning)) io.stderr.write(`${printable(warning)}\n`);
    files.push(await examine(io, loaded.subject, command, { shellcheck, logger }, failures));
  }
  const report: CheckReport = {
    files,
    failures: failures.map(({ path, message }) => ({ path, message })),
  };
  for (const { path, message } of failures) io.stderr.write(`${printable(path)}: ${printable(message)}\n`);
  if (command.format === 'json') io.stdout.write(checkAsJson(report));
  else if (files.length > 0) io.stdout.write(checkAsText(report, styleFor(io.stdout, io.env)));
  if (failures.length > 0) return exitCodes.failed;
  return hasFindingsFrom(report, command.failOn) ? exitCodes.findings : exitCodes.ok;
}

/** Locations of the Dockerfiles the paths name, each once, in the order of the paths; `-` stays as it is. */
async function findSources(
  io: CliIo,
  paths: readonly string[],
): Promise<{ sources: string[]; failures: Failure[] }> {
  const sources = new Map<string, string>();
  const failures: Failure[] = [];
  for (const path of paths) {
    if (path === stdinName) {
      sources.set(stdinName, stdinName);
      continue;
    }
    const location = toLocation(path, io.cwd);
    const stat = await io.fileSystem.stat(location);
    // A link is followed when the user names it.
    const entries = stat?.type === 'symlink' ? await io.fileSystem.readDirectory(location) : undefined;
    if (stat?.type !== 'directory' && entries === undefined) {
      sources.set(locationKey(location), location);
      continue;
    }
    const walk = await findDockerfiles(io.fileSystem, location);
    for (const file of walk.files) if (!sources.has(locationKey(file))) sources.set(locationKey(file), file);
    for (const folder of walk.unreadable)
      failures.push({ path: displayPath(folder, io.cwd), message: "the folder can't be read" });
    if (walk.files.length === 0 && walk.unreadable.length === 0)
      failures.push({ path, message: 'there is no Dockerfile below this folder' });
  }
  return { sources: [...sources.values()], failures };
}

async function examine(
  io: CliIo,
  subject: Subject,
  command: CheckCommand,
  { shellcheck, logger }: { shellcheck: ShellCheckSession | undefined; logger: Logger },
  failures: Failure[],
): Promise<FileReport> {
  const rules = layeredSeverities([subject.settings.rules, command.rules]);
  const options = { rules, logger };
  const { facts } = subject;
  const context = facts.context.known ? displayPath(facts.context.location, io.cwd) : null;
  const base = { path: subject.path, context };
  if (command.fix && subject.location !== undefined) {
    const result = fixAll(subject.text, facts, options);
    const written = await writeFiles(io, subject, result.text, result.files);
    failures.push(...written);
    if (written.length === 0) {
      // Read again: what a fix wrote beside the Dockerfile can change other findings.
      const again = await loadFile(io, subject.location, command);
      if (again.ok)
        return {
          ...base,
          text: again.subject.text,
          findings: await findingsOf(again.subject, command, shellcheck, options),
          fixed: result.applied.length,
        };
      failures.push(again);
    }
  }
  const findings = await findingsOf(subject, command, shellcheck, options);
  return { ...base, text: subject.text, findings, fixed: 0 };
}

/** Undefined when ShellCheck is not to run, or is not there and need not be. */
async function startShellCheck(
  io: CliIo,
  { shellcheck }: CheckCommand,
): Promise<ShellCheckSession | undefined> {
  if (shellcheck === 'off') return undefined;
  const session = new ShellCheckSession(io.shellChecker, stderrLogger(io));
  if ((await session.version()) !== undefined) return session;
  if (shellcheck === 'auto') return undefined;
  throw new UsageError(
    '--shellcheck on: there is no ShellCheck that runs on the PATH. Install it (Debian: apt-get install shellcheck) or leave the option out.',
  );
}

async function findingsOf(
  { model, facts, settings }: Subject,
  command: CheckCommand,
  shellcheck: ShellCheckSession | undefined,
  options: AnalyzeOptions,
): Promise<readonly Finding[]> {
  const wanted = command.shellcheck === 'on' || settings.shellcheck === 'auto';
  if (!shellcheck || !wanted || isShellCheckOff(options.rules ?? {}))
    return analyze(model, facts, options).findings;
  const checked = await shellcheck.check(await shellcheck.prepare(shellCheckJobs(model, facts.images)));
  const guests = shellcheckRules(model, facts.images, checked);
  return analyze(model, facts, { ...options, guests }).findings;
}
