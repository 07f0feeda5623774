/** For the page: puts a picture into its clipboard. */
export const copyImage = `(async () => {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 8;
	const image = await new Promise(done => canvas.toBlob(done, 'image/png'));
	await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
})()`;
