/** Packages that only build or test; any other one may be what the program calls. */
const buildPackages: ReadonlySet<string> = new Set([
  'typescript', '@nestjs/cli', '@angular/cli', '@vue/cli', 'vite', 'turbo', 'nx', 'lerna', 'webpack', 'webpack-cli', 'rimraf', 'eslint', 'node-gyp', 'gulp', 'gulp-cli', 'grunt-cli',
  'esbuild', 'tsup', 'rollup', 'parcel', 'jest', 'vitest', 'npm-check-updates', 'npm-run-all', 'node-prune',
]); // prettier-ignore

export function isBuildPackage(name: string): boolean {
  return buildPackages.has(name) || name.startsWith('@types/');
}
