/**
 * Property tests start from the same seed in every run, so that a failure in CI is there again at home. Look elsewhere
 * with `FAST_CHECK_SEED=7 npm test`, or `FAST_CHECK_SEED=random`.
 */
import fc from 'fast-check';

const wanted = process.env['FAST_CHECK_SEED'] ?? '1';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
