/** Text that is HTML already. Everything else is escaped where it is put into a template. */
export class Markup {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	toString(): string {
		return this.#text;
	}
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/** A template whose interpolated text can't become markup, in content or in a quoted attribute. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
	return new Markup(texts.reduce((whole, text, index) => `${whole}${rendered(parts[index - 1])}${text}`));
}

function rendered(part: Part): string {
	if (part === undefined) {
		return '';
	}
	if (Array.isArray(part)) {
		return part.join('');
	}
	return part instanceof Markup ? String(part) : escaped(String(part));
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
