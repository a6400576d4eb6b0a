import type { Locator, Page } from 'playwright-core';

/** The parts of the editor's page, by what people see. */
export interface StudioPage {
  readonly text: Locator;
  readonly findings: Locator;
  readonly counts: Locator;
  readonly saveState: Locator;
  /** Opens an overview and waits until it is read. */
  open(id: string): Promise<void>;
  /** Puts the cursor at the end of the text and types. */
  append(text: string): Promise<void>;
  /** Replaces the first place where `from` stands, the way a user does: find, select, type. */
  replace(from: string, to: string): Promise<void>;
}

export function studioPage(page: Page): StudioPage {
  const text = page.locator('.cm-content');
  const counts = page.getByTestId('counts');
  return {
    text,
    counts,
    findings: page.getByRole('tabpanel', { name: /Findings/ }).getByRole('listitem'),
    saveState: page.locator('[data-saving]'),
    open: async (id) => {
      await page.goto(`/overviews/${id}`);
      await counts.waitFor();
    },
    append: async (typed) => {
      await text.click();
      await page.keyboard.press('ControlOrMeta+End');
      await page.keyboard.type(typed);
    },
    replace: async (from, to) => {
      await text.click();
      await page.keyboard.press('ControlOrMeta+Home');
      await page.keyboard.press('ControlOrMeta+f');
      await page.keyboard.type(from);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.keyboard.type(to);
    },
  };
}
