import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** The console in a browser window of one person, who looks for things as people do: by what is written on them. */
export class ConsolePage {
  /** What the page asked of other servers, what its policy has refused, and what it has thrown: nothing. */
  readonly faults: string[] = [];
  /** How many requests it has made. */
  requests = 0;

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly url: string,
  ) {}

  /** Opens a window. @param token of whom it is; nobody is signed in where it is absent */
  static async open(browser: Browser, url: string, token?: string, options: object = {}): Promise<ConsolePage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const console = new ConsolePage(page, context, url);
    page.on('request', (request) => {
      console.requests += 1;
      if (new URL(request.url()).origin !== new URL(url).origin) console.faults.push(`asked ${request.url()}`);
    });
    page.on('pageerror', (error) => console.faults.push(`threw ${error.message}`));
    page.on('dialog', (dialog) => {
      console.faults.push(`opened ${dialog.type()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) console.faults.push(message.text());
    });
    if (token !== undefined) {
      await context.addInitScript((kept) => sessionStorage.setItem('palimpsest.token', kept), token);
    }
    return console;
  }

  /** Goes to a place of the console. */
  async goTo(place: string): Promise<void> {
    await this.page.goto(`${this.url}/#/${place}`);
  }

  /** Waits until a heading says something. */
  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name }).first().waitFor();
  }

  async click(role: 'button' | 'link' | 'radio' | 'checkbox', name: string | RegExp, within?: Locator): Promise<void> {
    await (within ?? this.page)
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
  }

  /** Writes into the control of a label, in place of what is there. */
  async fill(label: string | RegExp, text: string, within?: Locator): Promise<void> {
    await (within ?? this.page)
      .getByLabel(label, { exact: typeof label === 'string' })
      .first()
      .fill(text);
  }

  /** The markup of what has the focus, without what is in it. */
  focused(): Promise<string> {
    return this.page.evaluate(() => (document.activeElement!.cloneNode() as Element).outerHTML);
  }

  /** The markup of something, without what is in it. */
  markup(of: Locator): Promise<string> {
    return of.first().evaluate((element) => (element.cloneNode() as Element).outerHTML);
  }

  /** Waits until something is written on the page. */
  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /**
   * What axe-core finds serious or critical on what is shown: https://github.com/dequelabs/axe-core.
   *
   * @param rules to look at; all where absent
   */
  async axeFaults(rules?: readonly string[]): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) };
    const { violations } = await this.page.evaluate(
      (asked) => (globalThis as unknown as { axe: { run: (of: object) => Promise<AxeResult> } }).axe.run(asked),
      options,
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
