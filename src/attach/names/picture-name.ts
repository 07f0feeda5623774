/**
 * The name of a picture that has none: clipboards call every picture the same, and two of them on a task would be taken for
 * versions of one. The time is that of where the person is, e.g. `image-2026-11-26-114927.png`.
 */
export function pictureName(kind: string, madeAt: Date, extension: string): string {
	const date = [madeAt.getFullYear(), madeAt.getMonth() + 1, madeAt.getDate()];
	const time = [madeAt.getHours(), madeAt.getMinutes(), madeAt.getSeconds()];
	const twoDigits = (part: number): string => String(part).padStart(2, '0');
	return `${kind}-${date.map(twoDigits).join('-')}-${time.map(twoDigits).join('')}.${extension}`;
}
