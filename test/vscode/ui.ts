/** What a user does, in the real workbench in a headless browser, with a screenshot of each step. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from './support/browser.ts';
import type { Editor } from './support/editors.ts';
import type { Report } from './support/report.ts';
import { startServer } from './support/vscode-server.ts';
import { Workbench } from './support/workbench.ts';
import { freshWorkspace } from './support/workspace.ts';

export interface UiRun {
  readonly editor: Editor;
  readonly vsix: string;
  readonly chromium: string;
  readonly folder: string;
  /** Where the screenshots go. */
  readonly screenshots: string;
}

/** The folder that is opened. */
const ordersFolder = 'orders';
/** One retry: a busy workbench may swallow a key press. */
const attempts = 2;

export async function runUi(options: UiRun, report: Report): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const done: string[] = [];
    try {
      await runOnce(options, (title) => done.push(title));
      for (const title of done) report.ok(`ui: ${title}`);
      return;
    } catch (error) {
      if (attempt < attempts) {
        console.log(
          `ui: once more after "${done.at(-1) ?? 'the start'}": ${String(error).split('\n')[0] ?? ''}`,
        );
        continue;
      }
      for (const title of done) report.ok(`ui: ${title}`);
      report.notOk(`ui: the step after "${done.at(-1) ?? 'the start'}"`, error);
      return;
    }
  }
}

async function runOnce(options: UiRun, passed: (title: string) => void): Promise<void> {
  const { editor, folder, screenshots, vsix } = options;
  await mkdir(screenshots, { recursive: true });
  const workspace = await freshWorkspace(path.join(folder, ordersFolder));
  const server = await startServer({ editor, vsix, data: path.join(folder, 'data'), extensionTests: false });
  const browser = await launchBrowser(options.chromium);
  const workbench = await Workbench.open(browser, screenshots);
  try {
    await walk(workbench, `${server.url}/?${new URLSearchParams({ folder: workspace }).toString()}`, passed);
    await chooseStage(workbench, workspace, passed);
  } catch (error) {
    await workbench.shot('failed');
    throw error;
  } finally {
    await browser.close();
    server.stop();
  }
}

async function walk(workbench: Workbench, url: string, passed: (title: string) => void): Promise<void> {
  const { page } = workbench;
  await workbench.load(url);
  await workbench.openFile('Dockerfile');

  await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ timeout: 60_000 });
  await workbench.shot('1-squiggle');
  passed('findings are underlined');

  await workbench.hover('node:22');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'node:22-slim' });
  await hover.waitFor();
  await workbench.shot('2-hover-image');
  passed('hovering the base image shows its smaller siblings');

  await workbench.line('on disk · ').waitFor();
  passed('the size of the image stands behind FROM');

  await workbench.clickText('node:22');
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  for (const key of ['Backspace', 'Backspace', '2']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Space');
  const slim = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: '22-slim' }).first();
  await slim.waitFor();
  await workbench.shot('2-completion');
  await page.keyboard.type('2-sl');
  await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: '22-slim' }).waitFor();
  await workbench.shot('2-completion-typed');
  await page.keyboard.press('Enter');
  await workbench.line('FROM node:22-slim').waitFor();
  passed('a tag is completed');
  await workbench.undoUntil('npm install');
  for (let i = 0; i < 12 && !(await workbench.line('FROM node:22$').isVisible()); i++)
    await page.keyboard.press('Control+z');
  await page.mouse.move(5, 700);

  await workbench.hover('install');
  await page.locator('.monaco-hover:visible', { hasText: 'npm ci' }).waitFor();
  await workbench.shot('3-hover-finding');
  passed('hovering a finding explains it');
  await page.mouse.move(5, 700);

  await workbench.clickText('install');
  await page
    .locator(
      '.monaco-editor [class*="codicon-light-bulb"], .monaco-editor [class*="codicon-gutter-lightbulb"]',
    )
    .first()
    .waitFor();
  await workbench.shot('4-lightbulb');
  passed('a light bulb appears');

  await workbench.quickFix('install', 'npm ci');
  await workbench.shot('5-quick-fix');
  await page.keyboard.press('Enter');
  await workbench.line('npm ci').waitFor();
  passed('the quick fix is applied');
  await workbench.undoUntil('npm install');
  passed('the quick fix is undone');

  await workbench.contextMenu('Dockerfile', ['Optimize Dockerfile', 'Convert to Multi-Stage Build']);
  await workbench.shot('6-explorer-menu');
  await page.keyboard.press('Escape');
  passed('the explorer menu has the commands');

  await workbench.clickText('install');
  await workbench.command('Dockerfile Optimizer: Optimize Dockerfile');
  const rows = page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  await rows.first().waitFor({ timeout: 30_000 });
  await rows
    .filter({ hasText: /node:22-(alpine|slim)/ })
    .filter({ hasText: 'saves' })
    .first()
    .waitFor();
  await workbench.shot('7-plan');
  passed('Optimize shows its plan with what it saves');

  const count = '.quick-input-widget .quick-input-count';
  const all = await page.locator(count).innerText();
  await rows.nth(1).locator('.monaco-checkbox, .quick-input-list-checkbox').first().click();
  await page.locator(count, { hasNotText: all }).waitFor();
  await workbench.settled();
  await workbench.shot('8-plan-without-a-step');
  passed('a step can be unticked');
  await rows.nth(1).locator('.monaco-checkbox, .quick-input-list-checkbox').first().click();
  await page.locator(count, { hasText: all }).waitFor();
  await workbench.settled();

  await page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
  await page
    .locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'USER' })
    .first()
    .waitFor();
  const toast = page.locator('.notification-toast', { hasText: 'Optimize Dockerfile' });
  await toast.waitFor();
  await workbench.shot('9-diff');
  passed('the accepted plan opens as a diff');

  await page.locator('.editor-group-container.active .editor-actions .codicon-check').first().click();
  await workbench.line('USER node').waitFor();
  await page.locator('.monaco-diff-editor').first().waitFor({ state: 'hidden' });
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: '.dockerignore' }).waitFor();
  await workbench.shot('10-applied');
  passed('Apply changes the Dockerfile and creates the .dockerignore');

  await workbench.openFile('.dockerignore');
  await page.locator('.codelens-decoration', { hasText: 'held back: 436 B in 2 files' }).waitFor();
  await workbench.hover('Dockerfile*');
  await page.locator('.monaco-hover:visible', { hasText: '1 file' }).waitFor();
  await workbench.shot('10-dockerignore');
  passed('a .dockerignore shows the size of the context, and a hover what a line holds back');
  await page.keyboard.press('Escape');
  await workbench.openFile('Dockerfile');

  await workbench.undoUntil('npm install');
  await page
    .locator('.explorer-folders-view .monaco-list-row', { hasText: '.dockerignore' })
    .waitFor({ state: 'detached' });
  await workbench.shot('11-undone');
  passed('one undo takes both back');

  const status = page.locator('.statusbar-item', { hasText: ordersFolder });
  await status.waitFor();
  await workbench.shot('12-context');
  passed('the status bar names the build context');
  await status.click();
  const folders = page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  await folders.filter({ hasText: 'its own folder (in use)' }).waitFor();
  await folders.filter({ hasText: 'Other Folder…' }).waitFor();
  await workbench.shot('13-contexts');
  await folders.filter({ hasText: 'its own folder' }).first().click();
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: '.vscode' }).waitFor();
  await status.hover();
  await page.locator('.monaco-hover:visible', { hasText: '(as given)' }).waitFor();
  await workbench.shot('14-context-chosen');
  passed('a click chooses it and remembers the choice');
}

/** A file that ends with a stage for development: the plan is for the stage that the user picks. */
async function chooseStage(
  workbench: Workbench,
  workspace: string,
  passed: (title: string) => void,
): Promise<void> {
  const { page } = workbench;
  const text = 'FROM node:22 AS prod\nCMD ["node", "a.js"]\n\nFROM prod AS dev\nCMD ["npm", "run", "dev"]\n';
  await writeFile(path.join(workspace, 'stages.dockerfile'), text);
  await workbench.openFile('stages.dockerfile');
  await workbench.line('FROM prod AS dev').waitFor();
  await workbench.command('Dockerfile Optimizer: Optimize Dockerfile');
  const rows = page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'for development by its name' }).waitFor({ timeout: 30_000 });
  await workbench.shot('15-stages');
  await rows.filter({ hasText: 'prod' }).first().click();
  await page.locator('.quick-input-widget:visible .quick-input-count').waitFor();
  await workbench.settled();
  await workbench.shot('16-plan-for-a-stage');
  passed('Optimize asks which stage is shipped where the last one is for development');
  await page.keyboard.press('Escape');
}
