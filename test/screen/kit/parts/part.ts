import type { Page } from 'playwright-core';

/** A part of the workbench's page. */
export class Part {
	protected readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}
}
