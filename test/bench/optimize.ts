/**
 * How much processor time Optimize takes for generated Dockerfiles and projects: a plan for a file that is new, the same
 * plan again, and each step left out in turn, as somebody does who looks through the preview:
 *
 *   node scripts/run.mjs test/bench/optimize.ts [files]
 *
 * 60 files unless told otherwise; the same ones in every run, so that two versions of the program can be compared.
 */
import fc from 'fast-check';
import { optimize } from '../../server/rewrite/optimize.ts';
import { dockerfilesWithProjects } from '../property/projects.ts';
import { factsFor } from '../support/facts.ts';

const files = Number(process.argv[2] ?? 60);
const samples = fc.sample(dockerfilesWithProjects, { numRuns: files, seed: 1 });
/** Milliseconds of processor time by what was done. */
const taken = { plan: 0, again: 0, without: 0 };
let plans = 0;

for (const [text, tree] of samples) {
  const facts = await factsFor(text, tree);
  const { steps } = timed('plan', () => optimize(text, facts, { kind: 'optimize' }));
  timed('again', () => optimize(text, facts, { kind: 'optimize' }));
  for (const { id } of steps) timed('without', () => optimize(text, facts, { kind: 'optimize', skip: [id] }));
  plans += steps.length;
}
console.log(`a new file:              ${perPlan(taken.plan, files)} ms a plan`);
console.log(`the same again:          ${perPlan(taken.again, files)} ms a plan`);
console.log(`each of ${String(plans).padStart(5)} steps left: ${perPlan(taken.without, plans)} ms a plan`);

function timed<T>(name: keyof typeof taken, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  taken[name] += (user + system) / 1000;
  return result;
}

function perPlan(milliseconds: number, count: number): string {
  return (milliseconds / Math.max(count, 1)).toFixed(1).padStart(7);
}
