/** The parts of VS Code's workbench that a UI run touches. The selectors hold from 1.100 to the current version. */
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';

export class Workbench {
  readonly page: Page;
  readonly #screenshots: string;

  private constructor(page: Page, screenshots: string) {
    this.page = page;
    this.#screenshots = screenshots;
  }

  static async open(browser: Browser, screenshots: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return new Workbench(page, screenshots);
  }

  async shot(name: string): Promise<void> {
    // Menus and hovers fade in.
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: path.join(this.#screenshots, `${name}.png`) });
  }

  async load(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  async openFile(name: string): Promise<void> {
    const row = this.#explorerRow(name);
    await row.waitFor({ timeout: 60_000 });
    await row.dblclick();
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  #explorerRow(name: string): Locator {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).first();
  }

  /** A line of the active editor with this text; the editor draws spaces as no-break spaces. */
  line(text: string): Locator {
    return this.page
      .locator('.editor-instance .monaco-editor .view-line', {
        hasText: new RegExp(text.replaceAll(' ', '[ \\u00a0]')),
      })
      .first();
  }

  #word(text: string): Locator {
    return this.page.locator('.editor-instance .view-line span', { hasText: text }).last();
  }

  async hover(text: string): Promise<void> {
    // Away first: a pointer that does not move shows no hover.
    await this.page.mouse.move(5, 700);
    const box = await this.#word(text).boundingBox();
    if (box === null) throw new Error(`${text} is not to be seen`);
    await this.page.mouse.move(box.x + box.width - 12, box.y + box.height / 2, { steps: 4 });
  }

  async clickText(text: string): Promise<void> {
    await this.#word(text).click();
  }

  /** Opens the menu of quick fixes and moves to the one with this title. */
  async quickFix(text: string, title: string): Promise<void> {
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.clickText(text);
      // A key press may be lost while the workbench is busy, so it is pressed again.
      await this.page.keyboard.press('Control+.');
      if (await appears(entry, 4000)) {
        await this.#focus(entry);
        return;
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`there is no quick fix "${title}"`);
  }

  async #focus(entry: Locator): Promise<void> {
    for (let step = 0; step < 30; step++) {
      if (/\bfocused\b/.test((await entry.getAttribute('class')) ?? '')) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error('the entry can not be reached with the arrow keys');
  }

  async undoUntil(text: string): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.locator('.editor-instance .monaco-editor .view-line').last().click();
      await this.page.keyboard.press('Control+z');
      if (await appears(this.line(text), 4000)) return;
    }
    throw new Error(`undo did not bring back "${text}"`);
  }

  /** Opens the context menu of a file and waits for these entries. */
  async contextMenu(name: string, entries: readonly string[]): Promise<void> {
    await this.#explorerRow(name).click({ button: 'right' });
    for (const entry of entries)
      await this.page.locator('.monaco-menu .action-label', { hasText: entry }).first().waitFor();
  }

  /** Waits until the open list shows no work in progress: long enough for the work to have begun. */
  async settled(): Promise<void> {
    await this.page.waitForTimeout(500);
    await this.page
      .locator('.quick-input-widget .quick-input-progress.active')
      .waitFor({ state: 'detached' });
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    await input.waitFor();
    await input.fill(`>${title}`);
    // The list is sorted while one types: Enter only when the focused row is the right one.
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }
}

function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
