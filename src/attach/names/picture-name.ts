/**
 * A name for a picture from the clipboard, in local time: `image-2026-11-26-114927.png`. Clipboards give every picture
 * the same name, and on a task two equal names would look like versions of one file.
 */
export function pictureName(kind: string, madeAt: Date, extension: string): string {
	const date = [madeAt.getFullYear(), madeAt.getMonth() + 1, madeAt.getDate()];
	const time = [madeAt.getHours(), madeAt.getMinutes(), madeAt.getSeconds()];
	const twoDigits = (part: number): string => String(part).padStart(2, '0');
	return `${kind}-${date.map(twoDigits).join('-')}-${time.map(twoDigits).join('')}.${extension}`;
}
